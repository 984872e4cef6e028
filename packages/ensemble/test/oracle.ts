import type { EnsembleMean, EnsembleOrder } from "../src/ensemble-mean.ts";

/** One row of the ensemble's probabilities in float64, from the definition and without logarithms of sums. */
export function meanProbs(
  logits: readonly (readonly number[])[],
  weights: readonly number[],
  { mean, order, temperature }: { mean: EnsembleMean; order: EnsembleOrder; temperature: number },
): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = weights.map((weight) => weight / total);
  const softens = order === "soften-then-average";
  const members = logits.map((row) => softmax(row.map((z) => (softens ? z / temperature : z))));
  const averaged = members[0]!.map((_, c) =>
    mean === "arithmetic"
      ? members.reduce((sum, probs, m) => sum + share[m]! * probs[c]!, 0)
      : members.reduce((product, probs, m) => product * probs[c]! ** share[m]!, 1),
  );
  return normalise(softens ? averaged : normalise(averaged).map((p) => p ** (1 / temperature)));
}

export function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  return normalise(row.map((z) => Math.exp(z - top)));
}

function normalise(row: readonly number[]): number[] {
  const sum = row.reduce((total, value) => total + value, 0);
  return row.map((value) => value / sum);
}
