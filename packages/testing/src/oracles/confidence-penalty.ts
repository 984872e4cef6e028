import { logProbsOracle } from "./log-probs.ts";

/** `Σ_c (weight · q_c − y_c) log q_c` per row, 0 where the label is −1, in float64. */
export function confidencePenaltyOracle(
  studentLogits: readonly number[][],
  labels: readonly number[],
  entropyWeight: number,
): number[] {
  return studentLogits.map((student, row) => {
    if (labels[row] === -1) return 0;
    let loss = 0;
    for (const [column, logProb] of logProbsOracle(student, 1).entries()) {
      const factor = entropyWeight * Math.exp(logProb) - (column === labels[row] ? 1 : 0);
      if (factor !== 0) loss += factor * logProb;
    }
    return loss;
  });
}
