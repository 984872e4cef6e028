import { logProbsOracle } from "./log-probs.ts";

/** Per row `(1 − s)` times the surprise at the label plus `s` times the mean surprise, 0 where the label is −1, in float64. */
export function labelSmoothedCrossEntropyOracle(
  studentLogits: readonly number[][],
  labels: readonly number[],
  smoothing: number,
): number[] {
  return studentLogits.map((student, row) => {
    if (labels[row] === -1) return 0;
    const surprises = logProbsOracle(student, 1).map((logProb) => -logProb);
    const mean = surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length;
    return surprises[labels[row]!]! + smoothing * (mean - surprises[labels[row]!]!);
  });
}
