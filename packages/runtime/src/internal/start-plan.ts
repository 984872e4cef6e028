import { activate } from "./activations.ts";
import { createArena } from "./arena.ts";
import { startKernels } from "./kernels.ts";
import type { Machine, Operation, Step, Value } from "./operation.ts";
import { countIn, type Storage } from "./storage.ts";

/** A model as steps on a memory of its own. */
export interface Plan {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Makes room for sequences as long as those of the inputs are now; returns how many examples are computed at once. */
  prepare(): number;
  /** The memory; another one after `prepare`. */
  readonly floats: Float32Array;
  /** Computes the outputs of so many examples, at most as many as `prepare` said, from the inputs that lie in the memory. Returns the largest magnitude among these; NaN where one is not a number. */
  run(count: number): number;
  /** Gives back what a native library holds. */
  dispose(): void;
}

/** The results of all operations for the examples that are computed at once: what stays in the second-level cache. */
const MOST_RESULT_BYTES = 2 ** 20;
const MOST_ROWS = 64;
/** The kernels compute as many rows side by side. */
const TILE = 4;

/** Takes the memory of a plan: weights, and results for as many examples, and positions of sequences, as stay in the cache. */
export function startPlan(
  inputs: readonly Value[],
  outputs: readonly Value[],
  operations: readonly Operation[],
  isFused: boolean,
  dispose: () => void,
): Plan {
  const storages = [
    ...inputs.map(({ storage }) => storage),
    ...operations.flatMap(({ output, others = [] }) => [output, ...others]),
  ];
  const [open, fixed] = [true, false].map((isOpen) =>
    storages.filter(({ sequence }) => (sequence !== undefined) === isOpen),
  ) as [Storage[], Storage[]];
  const rows = Math.min(MOST_ROWS, Math.max(TILE, wholeTiles(countInCache(fixed))));
  let positions = Math.max(rows, countInCache(open));
  let started = start();

  function start() {
    const arena = createArena();
    const prepared = operations.map((operation) => operation.prepare(arena));
    for (const storage of fixed) storage.at = arena.reserve(4 * rows * storage.size);
    for (const storage of open) storage.at = arena.reserve(4 * positions * storage.size);
    const { memory, kernels } = startKernels(arena.bytes, isFused);
    arena.fill(memory);
    const machine: Machine = {
      kernels,
      floats: new Float32Array(memory),
      integers: new Int32Array(memory),
      room: rows,
      largestInput: 0,
    };
    const steps = operations.flatMap((operation, at) => stepsOf(operation, prepared[at]!(machine), machine));
    return { machine, steps };
  }

  return {
    inputs,
    outputs,
    prepare() {
      const longest = inputs.reduce((most, { storage }) => Math.max(most, storage.sequence?.steps ?? 1), 1);
      if (open.length === 0) return rows;
      if (longest > positions) {
        positions = TILE * longest;
        started = start();
      }
      return Math.min(rows, wholeTiles(Math.floor(positions / longest)));
    },
    get floats() {
      return started.machine.floats;
    },
    dispose,
    run(count) {
      const { machine, steps } = started;
      const magnitudes = inputs.map(({ storage }) =>
        machine.kernels.largestMagnitude(storage.at, countIn(storage, count) * storage.size),
      );
      machine.largestInput = Math.max(...magnitudes);
      for (const step of steps) step(count);
      return machine.largestInput;
    },
  };
}

/** How many examples or positions fit in the cache. */
function countInCache(storages: readonly Storage[]): number {
  const bytes = 4 * storages.reduce((sum, { size }) => sum + size, 0);
  return Math.floor(MOST_RESULT_BYTES / Math.max(1, bytes));
}

function wholeTiles(count: number): number {
  return count < TILE ? count : count - (count % TILE);
}

function stepsOf(operation: Operation, step: Step, { kernels }: Machine): Step[] {
  const { activation, fusesRelu, output, columns, takesSequences } = operation;
  const own: Step = takesSequences ? step : (rows) => step(countIn(output, rows));
  if (activation === "linear" || (activation === "relu" && fusesRelu)) return [own];
  return [own, (rows) => activate(kernels, activation, output.at, countIn(output, rows) * output.size, columns)];
}
