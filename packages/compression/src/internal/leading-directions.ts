import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The eigenvectors of a symmetric matrix without negative eigenvalues, in descending order of the eigenvalues. */
export interface Directions {
  /** Never negative. */
  readonly energies: Float64Array;
  /** Column `index` of the eigenvectors. */
  vector(index: number): Float64Array;
}

/**
 * Finds the right singular vectors of a matrix, as the eigenvectors of its Gram matrix `AᵀA` in float64; the energies are the squares of the
 * singular values.
 *
 * Squaring loses singular values below 1e-8 of the largest, which weights of float32 do not have.
 *
 * @param values row-major, with `columns` in each row
 */
export function leadingDirections(values: Float32Array | Float64Array, columns: number): Directions {
  const gram = new Float64Array(columns * columns);
  for (let start = 0; start < values.length; start += columns) {
    for (let a = 0; a < columns; a++) {
      const factor = values[start + a]!;
      if (factor === 0) continue;
      for (let b = 0; b <= a; b++) gram[a * columns + b]! += factor * values[start + b]!;
    }
  }
  for (let a = 0; a < columns; a++) for (let b = 0; b < a; b++) gram[b * columns + a] = gram[a * columns + b]!;
  const matrix = Matrix.from1DArray(columns, columns, gram);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, index) => index).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    energies: Float64Array.from(order, (index) => Math.max(0, realEigenvalues[index]!)),
    vector: (index) => Float64Array.from(eigenvectorMatrix.getColumn(order[index]!)),
  };
}
