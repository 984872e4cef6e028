import { createRandom } from "@dark-knowledge/core";
import type { TopKProbs } from "../src/index.ts";

/** Where the classes of a row lie: mostly in one group of 300 whose numbers are far apart, or anywhere, which is the worst. */
export type Spread = "clustered" | "anywhere";

export interface TopKRowsOptions {
  readonly classCount: number;
  readonly k: number;
  readonly rows: number;
  readonly seed: number;
  readonly spread: Spread;
}

/** Random top-k rows, each with the class of its largest probability as its label. */
export function createTopKRows({ classCount, k, rows, seed, spread }: TopKRowsOptions): {
  readonly topK: TopKProbs;
  readonly labels: Int32Array;
} {
  const random = createRandom(seed);
  const groups = Math.ceil(classCount / 300);
  const indices = new Int32Array(rows * k);
  const probs = new Float32Array(rows * k);
  for (let row = 0; row < rows; row++) {
    const group = random.integer(groups);
    const seen = new Set<number>();
    while (seen.size < k) {
      const isInGroup = spread === "clustered" && seen.size < 0.8 * k;
      const index = isInGroup ? group + groups * random.integer(300) : random.integer(classCount);
      if (index < classCount) seen.add(index);
    }
    indices.set([...seen], row * k);
    for (let a = 0; a < k; a++) probs[row * k + a] = 0.5 ** (a + 1);
  }
  return { topK: { k, indices, probs }, labels: Int32Array.from({ length: rows }, (_, row) => indices[row * k]!) };
}
