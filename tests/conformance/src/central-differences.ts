import type { Dense } from "./dense.ts";

/** The gradient with respect to one input at some of its elements. */
export interface SampledGradient {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

const STEP = 1e-5;

/** At most this many elements of an input are moved; they are spread over the whole of it. */
const SAMPLES = 48;

/**
 * The gradient of `Σ outgoing · oracle(inputs)` with respect to one input, by central differences in float64.
 *
 * @param outgoing the gradient with respect to each output, in the oracle's order
 */
export function centralDifferences(
  oracle: (inputs: Readonly<Record<string, Dense>>) => Dense[],
  inputs: Readonly<Record<string, Dense>>,
  name: string,
  outgoing: readonly Dense[],
): SampledGradient {
  const input = inputs[name]!;
  const objective = (index: number, by: number) => {
    const values = input.values.slice();
    values[index]! += by;
    return weightedSum(oracle({ ...inputs, [name]: { ...input, values } }), outgoing);
  };
  const indices = sampleIndices(input.values.length);
  return { indices, values: indices.map((index) => (objective(index, STEP) - objective(index, -STEP)) / (2 * STEP)) };
}

function weightedSum(outputs: readonly Dense[], weights: readonly Dense[]): number {
  let sum = 0;
  outputs.forEach(({ values }, output) => {
    values.forEach((value, index) => {
      sum += value * weights[output]!.values[index]!;
    });
  });
  return sum;
}

/** All of `0…length−1`, or `SAMPLES` of them with the first, the last, and uneven steps between. */
function sampleIndices(length: number): number[] {
  if (length <= SAMPLES) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: SAMPLES }, (_, sample) => Math.round((sample * (length - 1)) / (SAMPLES - 1)));
}
