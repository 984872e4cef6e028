import { logProbsOracle } from "./log-probs.ts";

/** `−log q_label` per row at temperature 1, 0 where the label is −1, in float64. */
export function hardCrossEntropyOracle(studentLogits: readonly number[][], labels: readonly number[]): number[] {
  return studentLogits.map((student, row) => {
    const label = labels[row]!;
    return label === -1 ? 0 : -logProbsOracle(student, 1)[label]!;
  });
}
