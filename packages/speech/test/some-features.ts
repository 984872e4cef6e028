import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";

/** Features of a standard normal distribution. */
export function someFeatures(rows: number, columns: number, seed: number): Matrix<Float32Array> {
  const random = createRandom(seed);
  return createMatrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );
}

/** The rows of a matrix as lists. */
export function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
}

/** A recording of noise from −½ to ½. */
export function noise(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.uniform() - 0.5);
}
