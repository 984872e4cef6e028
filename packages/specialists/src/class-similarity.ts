import { ArgumentError, assertMatrix, type Matrix } from "@dark-knowledge/core";

/**
 * The similarity of classes as the generalist sees them: a symmetric matrix, read by column so that it need not exist
 * as a whole. The larger the entry of two classes, the more they are confused.
 *
 * The accumulators provide one; {@link similarityOf} makes one from a matrix.
 */
export interface ClassSimilarity {
  readonly classCount: number;
  /** Writes the column of a class: its entries with every class, itself included. */
  readColumn(index: number, into: Float64Array): void;
}

/**
 * Makes a {@link ClassSimilarity} from a matrix: `(M + Mᵀ) / 2`, which is M itself if it is symmetric.
 *
 * @param matrix `[classes, classes]`; not copied
 * @throws ArgumentError when the matrix is not square, or holds a number that is not finite
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { similarityOf } from "@dark-knowledge/specialists";
 *
 * const similarity = similarityOf(createMatrix(2, 2, Float64Array.of(5, 2, 0, 7)));
 * const column = new Float64Array(2);
 * similarity.readColumn(1, column);
 * column; // => [1, 7]
 * ```
 */
export function similarityOf(matrix: Matrix): ClassSimilarity {
  assertMatrix("similarityOf", "matrix", matrix);
  const { rows: classCount, columns, data } = matrix;
  if (classCount === 0 || classCount !== columns) fail("must be square", `${classCount} rows of ${columns}`, "shape");
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) fail("must hold finite numbers", `${data[bad]} at ${bad}`, "range");
  return {
    classCount,
    readColumn(index, into) {
      for (let i = 0; i < classCount; i++)
        into[i] = (data[index * classCount + i]! + data[i * classCount + index]!) / 2;
    },
  };
}

function fail(expected: string, received: string, code: "shape" | "range"): never {
  throw new ArgumentError({ functionName: "similarityOf", argument: "matrix", expected, received, code });
}
