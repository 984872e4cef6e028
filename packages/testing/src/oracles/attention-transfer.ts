/**
 * Attention transfer per row in float64, from the cosine of the two maps: unit vectors at that angle are `√(2 − 2 cos)` apart.
 * Rows hold the channels of one place after the other.
 */
export function attentionTransferOracle(
  student: readonly number[][],
  teacher: readonly number[][],
  places: number,
): number[] {
  const mapOf = (row: readonly number[]) =>
    Array.from({ length: places }, (_, place) => {
      const channels = row.length / places;
      return row.slice(place * channels, (place + 1) * channels).reduce((sum, a) => sum + a * a, 0);
    });
  return student.map((row, index) => {
    const [s, t] = [mapOf(row), mapOf(teacher[index]!)];
    const dot = s.reduce((sum, x, place) => sum + x * t[place]!, 0);
    return 0.5 * Math.sqrt(Math.max(0, 2 - (2 * dot) / (Math.hypot(...s) * Math.hypot(...t))));
  });
}
