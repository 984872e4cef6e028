import { hardCrossEntropyOracle } from "./hard-cross-entropy.ts";
import { softTargetCrossEntropyFromProbsOracle, softTargetCrossEntropyOracle } from "./soft-target-cross-entropy.ts";

/** Each class of an example as a choice between it and a logit of 0, and the sum over its classes. */
const overClasses = (
  rows: readonly number[][],
  lossOf: (pairs: number[][], row: number) => readonly number[],
): number[] =>
  rows.map((logits, row) =>
    lossOf(
      logits.map((logit) => [logit, 0]),
      row,
    ).reduce((sum, value) => sum + value, 0),
  );

/** The cross-entropy of choices between two classes, summed; a label of −1 counts nothing. */
export function binaryCrossEntropyOracle(z: readonly number[][], labels: readonly (readonly number[])[]): number[] {
  return overClasses(z, (pairs, row) =>
    hardCrossEntropyOracle(
      pairs,
      labels[row]!.map((label) => (label === 1 ? 0 : label === 0 ? 1 : -1)),
    ),
  );
}

/** The soft-target cross-entropy of choices between two classes, summed. */
export function binarySoftTargetCrossEntropyOracle(
  z: readonly number[][],
  v: readonly number[][],
  temperature: number,
): number[] {
  return overClasses(z, (pairs, row) =>
    softTargetCrossEntropyOracle(
      pairs,
      v[row]!.map((logit) => [logit, 0]),
      temperature,
    ),
  );
}

/** The same of given probabilities. */
export function binarySoftTargetCrossEntropyFromProbsOracle(
  z: readonly number[][],
  probs: readonly number[][],
  temperature: number,
): number[] {
  return overClasses(z, (pairs, row) =>
    softTargetCrossEntropyFromProbsOracle(
      pairs,
      probs[row]!.map((prob) => [prob, 1 - prob]),
      temperature,
    ),
  );
}
