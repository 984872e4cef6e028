import { logProbsOracle } from "./log-probs.ts";

/** Per row the surprise at the label, times the mass of the other classes to the power `focusing`; 0 where the label is −1; float64. */
export function focalCrossEntropyOracle(
  studentLogits: readonly number[][],
  labels: readonly number[],
  focusing: number,
): number[] {
  return studentLogits.map((student, row) => {
    const label = labels[row]!;
    if (label === -1) return 0;
    const logProbs = logProbsOracle(student, 1);
    const others = logProbs.reduce((sum, logProb, column) => (column === label ? sum : sum + Math.exp(logProb)), 0);
    return -logProbs[label]! * others ** focusing;
  });
}
