/** The transpose of a row-major matrix with so many columns. */
export function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return Float32Array.from(values, (_, index) => values[(index % rows) * columns + Math.floor(index / rows)]!);
}
