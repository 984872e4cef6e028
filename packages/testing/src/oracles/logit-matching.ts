/**
 * `½ Σ d²` per row, with d the difference of the logits of each class that is not −∞ in both. Centred, it is half the sum
 * of squares less the squared sum over the count.
 */
export function logitMatchingOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  centred: boolean,
): number[] {
  return studentLogits.map((student, row) => {
    let count = 0;
    let total = 0;
    let squares = 0;
    for (const [column, logit] of student.entries()) {
      const other = teacherLogits[row]![column]!;
      if (logit === -Infinity && other === -Infinity) continue;
      count += 1;
      total += logit - other;
      squares += (logit - other) ** 2;
    }
    return 0.5 * (centred ? squares - (total * total) / count : squares);
  });
}
