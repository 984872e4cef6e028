/**
 * Solves `H x = b` for a symmetric positive definite H, whose lower triangle is read and overwritten by its factor.
 *
 * A pivot that vanishes by rounding is raised to the smallest value that float64 distinguishes from zero next to its
 * diagonal, so the answer is always finite; the Newton steps that use it correct themselves.
 *
 * @param matrix row-major, row length `size`
 */
export function factorise(matrix: Float64Array, size: number): void {
  for (let column = 0; column < size; column++) {
    const diagonal = column * size + column;
    let pivot = matrix[diagonal]!;
    const floor = Math.max(pivot * 1e-15, Number.MIN_VALUE * 1e20);
    for (let k = 0; k < column; k++) pivot -= matrix[column * size + k]! ** 2;
    const root = Math.sqrt(Math.max(pivot, floor));
    matrix[diagonal] = root;
    for (let row = column + 1; row < size; row++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k]! * matrix[column * size + k]!;
      matrix[row * size + column] = sum / root;
    }
  }
}

/** Overwrites `b` by the solution of `L Lᵀ x = b`, L as {@link factorise} left it. */
export function solveFactorised(factor: Float64Array, size: number, b: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = b[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * b[k]!;
    b[row] = sum / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = b[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * b[k]!;
    b[row] = sum / factor[row * size + row]!;
  }
}
