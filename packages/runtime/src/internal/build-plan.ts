import { ArgumentError, formatShape } from "@dark-knowledge/core";
import type { Weight } from "../model-artifacts.ts";
import { activate } from "./activations.ts";
import { createArena } from "./arena.ts";
import type { Graph, LayerJson } from "./graph.ts";
import { startKernels } from "./kernels.ts";
import type { LayerContext } from "./layer-context.ts";
import { LAYER_READERS } from "./layer-readers.ts";
import type { Machine, Operation, Step, Storage, Value } from "./operation.ts";
import { productOf } from "./sizes.ts";

/** A model as steps on a memory of its own. */
export interface Plan {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** How many examples are computed at once. */
  readonly rows: number;
  readonly floats: Float32Array;
  /** Computes the outputs of so many examples, at most `rows`, from the inputs that lie in the memory. */
  readonly run: Step;
}

/** The results of all operations for the examples that are computed at once: what stays in the second-level cache. */
const MOST_RESULT_BYTES = 2 ** 20;
const MOST_ROWS = 64;

/** Turns a graph of layers into a plan. Errors are ArgumentErrors and begin with `functionName`. */
export function buildPlan(
  functionName: string,
  graph: Graph,
  weights: ReadonlyMap<string, Weight>,
  isFused: boolean,
): Plan {
  assertKnownLayers(functionName, graph);
  const uses = countUses(graph);
  const operations: Operation[] = [];
  const values = new Map<string, Value>();
  const inputs = graph.inputs.map(({ key, name, shape }): Value => {
    if (shape.includes(null))
      refuse(functionName, `input ${name} of shape [${shape.map((size) => size ?? "any").join(", ")}]`);
    const sizes = shape as readonly number[];
    const value = { shape: sizes, storage: { size: productOf(sizes), at: 0 }, isSole: uses.get(key) === 1 };
    values.set(key, value);
    return value;
  });
  for (const { layer, inputs, output } of graph.nodes) {
    const context = contextOf(
      functionName,
      layer,
      inputs.map((key) => values.get(key)!),
      weights,
      operations,
    );
    const value = LAYER_READERS[layer.className]!(context);
    values.set(output, { ...value, isSole: value.isSole && uses.get(output) === 1 });
  }
  const outputs = graph.outputs.map((key) => values.get(key)!);
  return startPlan(inputs, outputs, operations, isFused);
}

function refuse(functionName: string, received: string): never {
  const expected = "must have layers that can be compiled";
  throw new ArgumentError({ functionName, argument: "artifacts", expected, received, code: "state" });
}

function assertKnownLayers(functionName: string, { nodes }: Graph): void {
  const unknown = nodes.filter(({ layer }) => !Object.hasOwn(LAYER_READERS, layer.className));
  const names = unknown.map(({ layer }) => `${layer.className} (layer ${layer.name})`);
  if (names.length > 0) refuse(functionName, [...new Set(names)].join(", "));
}

/** How many layers take each result; to be an output counts as well. */
function countUses({ nodes, outputs }: Graph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const key of [...nodes.flatMap(({ inputs }) => inputs), ...outputs]) uses.set(key, (uses.get(key) ?? 0) + 1);
  return uses;
}

function contextOf(
  functionName: string,
  layer: LayerJson,
  inputs: readonly Value[],
  weights: ReadonlyMap<string, Weight>,
  operations: Operation[],
): LayerContext {
  const refuseLayer = (what: string): never => refuse(functionName, `layer ${layer.name}, which ${what}`);
  if (layer.config.data_format === "channels_first") refuseLayer("has its channels first");
  return {
    layer,
    inputs,
    weight(name, shape) {
      const found = [...weights].filter(([key]) => `/${key}`.endsWith(`/${layer.name}/${name}`));
      if (found.length !== 1) refuseLayer(`has ${found.length} weights of the name ${name}`);
      const [[, weight]] = found as [[string, Weight]];
      const [given, wanted] = [weight.shape, shape ?? weight.shape].map(formatShape);
      return given === wanted ? weight : refuseLayer(`has a ${name} of shape ${given} instead of ${wanted}`);
    },
    add(shape, operation) {
      operations.push(operation);
      return { shape, storage: operation.output, from: operation, isSole: true };
    },
    refuse: refuseLayer,
  };
}

function startPlan(
  inputs: readonly Value[],
  outputs: readonly Value[],
  operations: readonly Operation[],
  isFused: boolean,
): Plan {
  const arena = createArena();
  const prepared = operations.map((operation) => operation.prepare(arena));
  const storages: readonly Storage[] = [
    ...inputs.map(({ storage }) => storage),
    ...operations.map(({ output }) => output),
  ];
  const rows = rowsAtOnce(storages);
  for (const storage of storages) storage.at = arena.reserve(4 * rows * storage.size);
  const { memory, kernels } = startKernels(arena.bytes, isFused);
  arena.fill(memory);
  const machine: Machine = { kernels, floats: new Float32Array(memory) };
  const steps = operations.flatMap((operation, at) => stepsOf(operation, prepared[at]!(machine), machine));
  const run: Step = (count) => {
    for (const step of steps) step(count);
  };
  return { inputs, outputs, rows, floats: machine.floats, run };
}

/** Whole tiles of four rows, as many as the cache holds. */
function rowsAtOnce(storages: readonly Storage[]): number {
  const bytes = 4 * storages.reduce((sum, { size }) => sum + size, 0);
  return Math.min(MOST_ROWS, Math.max(4, Math.floor(MOST_RESULT_BYTES / bytes / 4) * 4));
}

function stepsOf({ activation, fusesRelu, output, columns }: Operation, step: Step, { kernels }: Machine): Step[] {
  if (activation === "linear" || (activation === "relu" && fusesRelu)) return [step];
  return [step, (rows) => activate(kernels, activation, output.at, rows * output.size, columns)];
}
