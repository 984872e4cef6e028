import { createRandom } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { leadingEigenvectors } from "../../src/internal/leading-eigenvectors.ts";

/** `Q diag(values) Qᵀ`, Q being the product of random reflections, so that the eigenvalues are known. */
function matrixOf(values: readonly number[], seed: number) {
  const random = createRandom(seed);
  const size = values.length;
  let matrix = values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
  for (let time = 0; time < 5; time++) {
    const v = values.map(() => random.normal());
    const square = v.reduce((sum, x) => sum + x * x, 0);
    const reflect = (rows: number[][]) =>
      rows.map((row) => {
        const overlap = (2 * row.reduce((sum, x, j) => sum + x * v[j]!, 0)) / square;
        return row.map((x, j) => x - overlap * v[j]!);
      });
    const transpose = (rows: number[][]) => rows.map((_, j) => rows.map((row) => row[j]!));
    matrix = transpose(reflect(transpose(reflect(matrix))));
  }
  return { size, read: (index: number, into: Float64Array) => into.set(matrix[index]!) };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => value * b[i]!).reduce((sum, value) => sum + value, 0);

describe("leadingEigenvectors(matrix, count, random)", () => {
  it.each([
    ["distinct eigenvalues", [1, 0.8, 0.5, ...Array.from({ length: 27 }, (_, i) => 0.3 - i / 100)], 3],
    ["one that comes three times", [1, 1, 1, ...new Array(20).fill(0.2)], 3],
    ["large negative ones, which do not lead", [0.9, 0.7, ...new Array(10).fill(0), -0.95, -1], 2],
    ["all of a small matrix", [0.9, 0.1, -0.4], 3],
  ])("finds %s", (_, values, count) => {
    const matrix = matrixOf(values, 3);
    const vectors = leadingEigenvectors(matrix, count, createRandom(1));
    const column = new Float64Array(matrix.size);
    vectors.forEach((vector, a) => {
      vectors.forEach((other, b) => {
        expect(dot(vector, other)).toBeCloseTo(a === b ? 1 : 0, 10);
      });
      for (let i = 0; i < matrix.size; i++) {
        matrix.read(i, column);
        expect(Math.abs(dot(column, vector) - values[a]! * vector[i]!)).toBeLessThan(2e-3);
      }
    });
  });
});
