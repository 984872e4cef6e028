import { describe, expect, it } from "vitest";
import { summarise } from "../src/index.ts";

describe("summarise(values)", () => {
  it("is mean and sample standard deviation", () => {
    // Mean (2 + 4 + 9) / 3 = 5; squares 9 + 1 + 16 = 26; √(26 / 2) = √13.
    expect(summarise([2, 4, 9])).toEqual({ mean: 5, spread: Math.sqrt(13), count: 3 });
  });

  it("has no spread for one value, and a spread of 0 for equal ones", () => {
    expect(summarise([7])).toEqual({ mean: 7, spread: undefined, count: 1 });
    expect(summarise([7, 7, 7])).toEqual({ mean: 7, spread: 0, count: 3 });
  });

  it("keeps its digits far from zero, where a sum of squares loses them", () => {
    expect(summarise([1e9 + 1, 1e9 + 2, 1e9 + 3])).toEqual({ mean: 1e9 + 2, spread: 1, count: 3 });
  });

  it("scales with the values and does not depend on their order", () => {
    const { mean, spread } = summarise([3, 1, 4, 1, 5]);
    expect(summarise([50, 10, 40, 10, 30])).toEqual({ mean: 10 * mean, spread: 10 * spread!, count: 5 });
  });

  it("is NaN where a value is, and leaves the values as they were", () => {
    expect(summarise([1, Number.NaN]).mean).toBeNaN();
    const values = Object.freeze([2, 1]);
    summarise(values);
    expect(values).toEqual([2, 1]);
  });

  it("rejects an empty list", () => {
    expect(() => summarise([])).toThrow("summarise: values.length must be an integer, at least 1, got 0");
  });
});
