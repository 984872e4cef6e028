import { ArgumentError } from "./argument-error.ts";
import { assertInteger } from "./assert-number.ts";

/** The typed arrays that a {@link Matrix} can lie in. */
export type MatrixData = Float64Array | Float32Array | Int32Array;

/** A row-major matrix: the element at row `i` and column `j` is `data[i * columns + j]`. */
export interface Matrix<Data extends MatrixData = MatrixData> {
  readonly rows: number;
  readonly columns: number;
  readonly data: Data;
}

/**
 * Wraps a typed array as a matrix, without a copy.
 *
 * @throws ArgumentError when `rows` or `columns` is not a count, or `data` has another length than `rows · columns`
 *
 * @example
 * ```ts
 * import { createMatrix, matrixRow } from "@dark-knowledge/core";
 *
 * const counts = createMatrix(2, 3, Int32Array.of(5, 0, 1, 0, 4, 2));
 * Array.from(matrixRow(counts, 1)); // => [0, 4, 2]
 * ```
 */
export function createMatrix<Data extends MatrixData>(rows: number, columns: number, data: Data): Matrix<Data> {
  assertInteger("createMatrix", "rows", rows, { min: 0 });
  assertInteger("createMatrix", "columns", columns, { min: 0 });
  if (data.length !== rows * columns) {
    throw new ArgumentError({
      functionName: "createMatrix",
      argument: "data",
      expected: `must have length ${rows * columns} (${rows} rows of ${columns})`,
      received: String(data.length),
      code: "shape",
    });
  }
  return { rows, columns, data };
}

/**
 * One row of a matrix, as a view on its data: writing to the row writes to the matrix.
 *
 * @throws ArgumentError when there is no such row
 * @see {@link createMatrix} for an example
 */
export function matrixRow<Data extends MatrixData>(matrix: Matrix<Data>, row: number): Data {
  assertInteger("matrixRow", "row", row, { min: 0, below: matrix.rows });
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns) as Data;
}
