/** The slope of each column at each row, see `withDeltas`. */
export function slopesOf(values: Float64Array, rows: number, columns: number, span: number): Float64Array<ArrayBuffer> {
  const slopes = new Float64Array(values.length);
  // 2 Σ n² for n from 1 to the span.
  const scale = (span * (span + 1) * (2 * span + 1)) / 3;
  for (let row = 0; row < rows; row++) {
    for (let distance = 1; distance <= span; distance++) {
      const after = Math.min(row + distance, rows - 1) * columns;
      const before = Math.max(row - distance, 0) * columns;
      for (let column = 0; column < columns; column++) {
        slopes[row * columns + column]! += (distance * (values[after + column]! - values[before + column]!)) / scale;
      }
    }
  }
  return slopes;
}
