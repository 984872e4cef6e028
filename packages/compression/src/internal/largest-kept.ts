/**
 * Marks the weights that are left, with 1, when so many of the least important are removed; of equal ones the first go.
 */
export function largestKept(importance: Float32Array, removed: number): Uint8Array {
  const kept = new Uint8Array(importance.length).fill(1);
  if (removed === 0) return kept;
  const sorted = importance.slice().sort();
  const threshold = sorted[removed - 1]!;
  let equal = removed - sorted.indexOf(threshold);
  importance.forEach((size, index) => {
    if (size < threshold || (size === threshold && equal-- > 0)) kept[index] = 0;
  });
  return kept;
}
