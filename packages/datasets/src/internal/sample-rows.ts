/** So many rows of a table, evenly over all. */
export function sampleRows(count: number, size: number): readonly number[] {
  if (count <= size) return Array.from({ length: count }, (_, row) => row);
  return Array.from({ length: size }, (_, index) => Math.floor((index * count) / size));
}
