import { createRandom } from "@dark-knowledge/core";

/** Sentences of up to `longest` words of a vocabulary of three. */
export function someSentences(count: number, longest: number, seed: number): string[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: random.integer(longest + 1) }, () => "ABC"[random.integer(3)]!),
  );
}
