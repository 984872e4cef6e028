import { describe, expect, test } from "vitest";
import { ratioOf } from "../src/ratio-of.ts";

describe("ratioOf(rates, against)", () => {
  test("takes the median of the ratios of rounds, and ranks around it", () => {
    // Ratios 1 to 21. At most 5 of 21 are below the median with a probability of 1.3 %, at most 6 with 3.9 %.
    const rates = Array.from({ length: 21 }, (_, round) => 10 * (round + 1));
    expect(ratioOf([...rates].reverse(), Array(21).fill(10))).toEqual({ median: 11, lower: 6, upper: 16 });
  });

  test("leaves at most 2.5 % on either side, by counting all ways in which rounds may be above or below the median", () => {
    for (let rounds = 1; rounds <= 14; rounds++) {
      const ratios = Array.from({ length: rounds }, (_, round) => round);
      const { lower, upper } = ratioOf(ratios, Array(rounds).fill(1));
      expect(upper).toBe(rounds - 1 - lower);
      let [outside, wider] = [0, 0];
      for (let way = 0; way < 2 ** rounds; way++) {
        const below = ratios.filter((round) => (way >> round) & 1).length;
        if (below <= lower) outside++;
        if (below <= lower + 1) wider++;
      }
      if (rounds >= 6) expect(outside / 2 ** rounds).toBeLessThanOrEqual(0.025);
      expect(wider / 2 ** rounds).toBeGreaterThan(0.025);
    }
  });

  test("averages the middle two of an even number", () => {
    expect(ratioOf([2, 4], [1, 1]).median).toBe(3);
  });

  test("refuses rounds that do not belong together", () => {
    expect(() => ratioOf([1], [1, 2])).toThrow("ratioOf: both must have the same rounds, at least one");
    expect(() => ratioOf(Array(1001).fill(1), Array(1001).fill(1))).toThrow("ratioOf: at most 1000 rounds, got 1001");
  });
});
