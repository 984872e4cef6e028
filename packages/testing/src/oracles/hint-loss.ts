/** `½ (Σ s² − 2 Σ s t + Σ t²)` per row, in float64. */
export function hintLossOracle(student: readonly number[][], teacher: readonly number[][]): number[] {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, index) => sum + x * b[index]!, 0);
  return student.map((s, row) => 0.5 * (dot(s, s) - 2 * dot(s, teacher[row]!) + dot(teacher[row]!, teacher[row]!)));
}
