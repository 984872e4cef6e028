import { ArgumentError } from "./argument-error.ts";
import { assertInteger } from "./assert-number.ts";
import { assertObject } from "./assert-object.ts";
import { formatValue } from "./format.ts";

/** The typed arrays of a {@link Matrix}. */
export type MatrixData = Float64Array | Float32Array | Int32Array;

/** A row-major matrix: the element at row `i` and column `j` is `data[i * columns + j]`. */
export interface Matrix<Data extends MatrixData = MatrixData> {
  readonly rows: number;
  readonly columns: number;
  readonly data: Data;
}

/**
 * Wraps a typed array as a matrix, without copying.
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
  assertMatrixData("createMatrix", "data", data, rows, columns);
  return { rows, columns, data };
}

/**
 * Returns one row of a matrix as a view of its data: writing to the row writes to the matrix.
 *
 * @throws ArgumentError when the row does not exist
 * @see {@link createMatrix} for an example
 */
export function matrixRow<Data extends MatrixData>(matrix: Matrix<Data>, row: number): Data {
  assertMatrix("matrixRow", "matrix", matrix);
  assertInteger("matrixRow", "row", row, { min: 0, below: matrix.rows });
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns) as Data;
}

/**
 * Throws an {@link ArgumentError} unless `value` is a {@link Matrix}: counts of rows and columns, and a typed array
 * with as many numbers as their product.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `dtype`, `range` or `shape`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertMatrix } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertMatrix("similarityOf", "matrix", { rows: 2, columns: 2, data: [1, 2, 3, 4] });
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => "similarityOf: matrix.data must be a Float64Array, Float32Array or Int32Array, got an array of length 4"
 * ```
 */
export function assertMatrix(functionName: string, argument: string, value: unknown): asserts value is Matrix {
  assertObject(functionName, argument, value);
  const { rows, columns, data } = value as Readonly<Record<string, unknown>>;
  assertInteger(functionName, `${argument}.rows`, rows, { min: 0 });
  assertInteger(functionName, `${argument}.columns`, columns, { min: 0 });
  assertMatrixData(functionName, `${argument}.data`, data, rows, columns);
}

/** @throws ArgumentError unless `data` can be the numbers of a matrix of the size */
function assertMatrixData(functionName: string, argument: string, data: unknown, rows: number, columns: number): void {
  const isTyped = data instanceof Float64Array || data instanceof Float32Array || data instanceof Int32Array;
  if (isTyped && data.length === rows * columns) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: isTyped
      ? `must have length ${rows * columns} (${rows} rows of ${columns})`
      : "must be a Float64Array, Float32Array or Int32Array",
    received: isTyped ? String(data.length) : formatValue(data),
    code: isTyped ? "shape" : "dtype",
  });
}
