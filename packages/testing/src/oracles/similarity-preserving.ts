/** Similarity preservation per row in float64, one pair of examples after the other. */
export function similarityPreservingOracle(student: readonly number[][], teacher: readonly number[][]): number[] {
  const similarities = (rows: readonly number[][]) =>
    rows.map((a) => {
      const row = rows.map((b) => a.reduce((sum, x, index) => sum + x * b[index]!, 0));
      const norm = Math.hypot(...row);
      return row.map((value) => (norm === 0 ? 0 : value / norm));
    });
  const [ours, theirs] = [similarities(student), similarities(teacher)];
  return ours.map((row, i) => row.reduce((sum, value, j) => sum + (value - theirs[i]![j]!) ** 2, 0) / student.length);
}
