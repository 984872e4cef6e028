import { type NativeSteps, roundedUp } from "./native-steps.ts";
import { LARGEST_INPUT, type Machine, type Operation, type Value } from "./operation.ts";
import { countIn } from "./storage.ts";

/** So many times {@link LARGEST_INPUT} is too large for float32. */
const FACTOR = 2 ** 128 / LARGEST_INPUT;

/**
 * Finds out whether all numbers of the inputs are within {@link LARGEST_INPUT}. The library sums them up, each times a factor that makes larger ones infinite: what is infinite or
 * not a number stays so in a sum. Reading them takes a loop ten times as long.
 */
export function checkBounds(inputs: readonly Value[], native: NativeSteps): Operation {
  const sums = inputs.map(() => ({ size: 1, at: 0 }));
  const layers = inputs.map(({ storage: { size } }) => {
    const factors = new Float32Array(size).fill(FACTOR);
    return native.once((library) => library.dense(factors, { inputs: size, outputs: 1 }, false));
  });
  return {
    ...{ output: sums[0]!, others: sums.slice(1), activation: "linear", columns: 1, takesSequences: true },
    prepare(arena) {
      const bias = arena.put(new Float32Array(1));
      return (machine) => (examples) => {
        machine.isBounded = inputs.every(({ storage }, index) => {
          const { at: y } = sums[index]!;
          const layer = storage.sequence === undefined ? layers[index]!(false) : undefined;
          const at = { memory: machine.floats.buffer, x: storage.at, bias, y };
          if (layer?.run(roundedUp(examples, machine), at)) return areFinite(machine, y, examples);
          return areBounded(machine, storage.at, countIn(storage, examples) * storage.size);
        });
      };
    },
  };
}

function areFinite({ floats }: Machine, at: number, count: number): boolean {
  return floats.subarray(at / 4, at / 4 + count).every(Number.isFinite);
}

/** The sum of squares is larger than that of the largest input where one is; of NaN it is NaN. */
function areBounded({ floats }: Machine, at: number, count: number): boolean {
  let sum = 0;
  for (let place = at / 4; place < at / 4 + count; place++) sum += floats[place]! * floats[place]!;
  return sum <= LARGEST_INPUT ** 2;
}
