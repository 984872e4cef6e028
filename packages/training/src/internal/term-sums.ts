import type { TermSums } from "../checkpoints.ts";

/** Adds the sums of a batch to those of the batches before. */
export function addTermSums(before: TermSums, batch: TermSums): TermSums {
  const added: Record<string, TermSums[string]> = { ...before };
  for (const [name, { sum, examples }] of Object.entries(batch)) {
    const earlier = before[name] ?? { sum: 0, examples: 0 };
    added[name] = { sum: earlier.sum + sum, examples: earlier.examples + examples };
  }
  return added;
}

/** The mean of each term over the examples that it is about. */
export function termMeans(sums: TermSums): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, { sum, examples }]) => [name, sum / examples]));
}
