import { logProbsOracle } from "./log-probs.ts";

/** `T² · −Σ p log q` per row, in float64. */
export function softTargetCrossEntropyOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  temperature: number,
): number[] {
  const teacherProbs = teacherLogits.map((row) => logProbsOracle(row, temperature).map(Math.exp));
  return softTargetCrossEntropyFromProbsOracle(studentLogits, teacherProbs, temperature);
}

/** The same with the teacher's probabilities as given, of any mass. */
export function softTargetCrossEntropyFromProbsOracle(
  studentLogits: readonly number[][],
  teacherProbs: readonly number[][],
  temperature: number,
): number[] {
  return studentLogits.map((student, row) => {
    const logProbs = logProbsOracle(student, temperature);
    let loss = 0;
    for (const [column, probability] of teacherProbs[row]!.entries()) {
      if (probability !== 0) loss -= probability * logProbs[column]!;
    }
    return loss * temperature * temperature;
  });
}
