import { describe, expect, test } from "vitest";
import { ratioOf } from "../src/ratio-of.ts";

describe("ratioOf(rates, against)", () => {
  test("takes the median of the ratios of rounds, and ranks around it", () => {
    // Ratios 1 to 21: of 21 values the ranks floor((21 − 1.96·√21) / 2) = 6 from either end, counted from 0.
    const rates = Array.from({ length: 21 }, (_, round) => 10 * (round + 1));
    expect(ratioOf([...rates].reverse(), Array(21).fill(10))).toEqual({ median: 11, lower: 7, upper: 15 });
  });

  test("averages the middle two of an even number", () => {
    expect(ratioOf([2, 4], [1, 1]).median).toBe(3);
  });

  test("refuses rounds that do not belong together", () => {
    expect(() => ratioOf([1], [1, 2])).toThrow("ratioOf: both must have the same rounds, at least one");
  });
});
