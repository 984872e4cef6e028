import { describe, expect, it } from "vitest";
import { diversityMatrix } from "../src/index.ts";

describe("diversityMatrix(predictions)", () => {
  it("is symmetric, with the share of differing predictions", () => {
    const { rows, columns, data } = diversityMatrix([
      [0, 1, 1, 3, 4],
      [0, 1, 2, 3, 0],
      [9, 9, 9, 9, 9],
    ]);
    expect([rows, columns]).toEqual([3, 3]);
    expect([...data]).toEqual([0, 0.4, 1, 0.4, 0, 1, 1, 1, 0]);
  });

  it("refuses nothing to compare, and members with other numbers of examples", () => {
    expect(() => diversityMatrix([])).toThrow(
      /^diversityMatrix: predictions must hold the predictions of at least one member/,
    );
    expect(() => diversityMatrix([[]])).toThrow(/^diversityMatrix: predictions must hold/);
    expect(() => diversityMatrix([[1, 2], [1]])).toThrow(
      "diversityMatrix: predictions[1] must have length 2 (as predictions[0]), got 1",
    );
  });
});
