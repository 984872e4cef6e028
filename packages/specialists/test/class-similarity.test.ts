import { createMatrix } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { similarityOf } from "../src/index.ts";
import { messageOf } from "./support.ts";

describe("similarityOf(matrix)", () => {
  it("reads the columns of (M + Mᵀ) / 2, and leaves the rest of a longer array alone", () => {
    const similarity = similarityOf(createMatrix(3, 3, Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)));
    const column = new Float64Array(4).fill(-1);
    similarity.readColumn(2, column);
    expect(Array.from(column)).toEqual([5, 7, 9, -1]);
    expect(similarity.classCount).toBe(3);
  });

  it.each([
    [createMatrix(1, 2, new Float64Array(2)), "similarityOf: matrix must be square, got 1 rows of 2"],
    [createMatrix(0, 0, new Float64Array(0)), "similarityOf: matrix must be square, got 0 rows of 0"],
    [createMatrix(1, 1, Float64Array.of(Number.NaN)), "similarityOf: matrix must hold finite numbers, got NaN at 0"],
  ])("refuses a matrix that is none of classes", (matrix, message) => {
    expect(messageOf(() => similarityOf(matrix))).toBe(message);
  });
});
