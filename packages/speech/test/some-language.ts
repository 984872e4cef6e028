import { createRandom } from "@dark-knowledge/core";
import type { NgramEntry, NgramModel } from "../src/index.ts";

/** A language model of some of the sequences that words make, with random numbers that need not sum to anything. */
export function someLanguage(order: number, words: readonly string[], seed: number): NgramModel {
  const random = createRandom(seed);
  const entries = new Map<string, NgramEntry>();
  const logProb = () => -0.2 - 2 * random.uniform();
  let sequences: string[][] = [[]];
  for (let length = 1; length <= order; length++) {
    sequences = sequences
      .filter((sequence) => sequence.at(-1) !== "</s>")
      .flatMap((sequence) => [...(length === 1 ? ["<s>"] : []), ...words, "</s>"].map((word) => [...sequence, word]));
    for (const sequence of sequences) {
      if (length > 1 && random.uniform() < 0.4) continue;
      entries.set(sequence.join(" "), { logProb: logProb(), backOffLogProb: length < order ? logProb() / 4 : 0 });
    }
  }
  return { order, entries };
}
