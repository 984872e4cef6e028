/**
 * Marks the weights that are left, with 1, when so many of the smallest magnitude are removed; of equal ones the first go.
 */
export function largestKept(values: Float32Array, removed: number): Uint8Array {
  const kept = new Uint8Array(values.length).fill(1);
  if (removed === 0) return kept;
  const sizes = values.map(Math.abs);
  const sorted = sizes.slice().sort();
  const threshold = sorted[removed - 1]!;
  let equal = removed - sorted.indexOf(threshold);
  sizes.forEach((size, index) => {
    if (size < threshold || (size === threshold && equal-- > 0)) kept[index] = 0;
  });
  return kept;
}
