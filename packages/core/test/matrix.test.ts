import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { createMatrix, matrixRow } from "../src/matrix.ts";

describe("createMatrix(rows, columns, data)", () => {
  it("wraps the array without a copy", () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const matrix = createMatrix(2, 3, data);
    expect(matrix).toEqual({ rows: 2, columns: 3, data });
    expect(matrix.data).toBe(data);
  });

  it.each([
    [0, 3],
    [3, 0],
    [0, 0],
  ])("allows %d rows of %d", (rows, columns) => {
    expect(createMatrix(rows, columns, new Float32Array(0))).toMatchObject({ rows, columns });
  });

  it.each<[number, number, number, string, string]>([
    [-1, 3, 0, "range", "createMatrix: rows must be an integer, at least 0, got -1"],
    [1.5, 2, 3, "range", "createMatrix: rows must be an integer, at least 0, got 1.5"],
    [2, -3, 6, "range", "createMatrix: columns must be an integer, at least 0, got -3"],
    [2, Number.NaN, 6, "range", "createMatrix: columns must be an integer, at least 0, got NaN"],
    [2, 3, 5, "shape", "createMatrix: data must have length 6 (2 rows of 3), got 5"],
    [0, 3, 3, "shape", "createMatrix: data must have length 0 (0 rows of 3), got 3"],
  ])("refuses %d rows of %d in %d numbers", (rows, columns, length, code, message) => {
    const call = () => createMatrix(rows, columns, new Int32Array(length));
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(expect.objectContaining({ message, code, functionName: "createMatrix" }));
  });
});

describe("matrixRow(matrix, row)", () => {
  const data = Int32Array.of(5, 0, 1, 0, 4, 2);
  const matrix = createMatrix(2, 3, data);

  it("is the row-major slice", () => {
    expect(Array.from(matrixRow(matrix, 0))).toEqual([5, 0, 1]);
    expect(Array.from(matrixRow(matrix, 1))).toEqual([0, 4, 2]);
  });

  it("is a view of the same type on the same memory", () => {
    const row = matrixRow(matrix, 1);
    expect(row).toBeInstanceOf(Int32Array);
    expect(row.buffer).toBe(data.buffer);
  });

  it("keeps to its own part where the matrix lies inside a larger buffer", () => {
    const inner = new Float32Array(Float32Array.of(9, 9, 1, 2, 3, 4).buffer, 8);
    expect(Array.from(matrixRow(createMatrix(2, 2, inner), 1))).toEqual([3, 4]);
  });

  it.each<[number, string]>([
    [2, "matrixRow: row must be an integer, at least 0 and below 2, got 2"],
    [-1, "matrixRow: row must be an integer, at least 0 and below 2, got -1"],
    [0.5, "matrixRow: row must be an integer, at least 0 and below 2, got 0.5"],
  ])("refuses row %d of 2", (row, message) => {
    expect(() => matrixRow(matrix, row)).toThrow(expect.objectContaining({ message, code: "range" }));
  });

  it("refuses any row of a matrix without rows", () => {
    expect(() => matrixRow(createMatrix(0, 3, new Float64Array(0)), 0)).toThrow(
      "matrixRow: row must be an integer, at least 0 and below 0, got 0",
    );
  });
});
