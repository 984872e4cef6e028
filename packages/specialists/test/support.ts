import { ArgumentError, createRandom } from "@dark-knowledge/core";
import { expect } from "vitest";

/** Random rows of probabilities, some entries 0. */
export function randomProbs(rows: number, classCount: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const probs = new Float32Array(rows * classCount);
  for (let row = 0; row < rows; row++) {
    const masses = Array.from({ length: classCount }, () => (random.uniform() < 0.3 ? 0 : random.uniform() ** 4));
    masses[random.integer(classCount)]! += 0.5;
    const sum = masses.reduce((total, mass) => total + mass, 0);
    for (let i = 0; i < classCount; i++) probs[row * classCount + i] = masses[i]! / sum;
  }
  return probs;
}

/** The k largest of each row, in falling order, and the rows with all others set to 0. */
export function topKOf(probs: Float32Array, classCount: number, k: number) {
  const rows = probs.length / classCount;
  const indices = new Int32Array(rows * k);
  const kept = new Float32Array(rows * k);
  const dense = new Float32Array(probs.length);
  for (let row = 0; row < rows; row++) {
    const own = probs.subarray(row * classCount, (row + 1) * classCount);
    const order = Array.from(own.keys()).sort((i, j) => own[j]! - own[i]! || i - j);
    for (let a = 0; a < k; a++) {
      indices[row * k + a] = order[a]!;
      kept[row * k + a] = own[order[a]!]!;
      dense[row * classCount + order[a]!] = own[order[a]!]!;
    }
  }
  return { topK: { k, indices, probs: kept }, dense };
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

/** The message of the ArgumentError that a call throws; nothing where it throws none. */
export function messageOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (ArgumentError.is(error)) return error.message;
    throw error;
  }
  return undefined;
}
