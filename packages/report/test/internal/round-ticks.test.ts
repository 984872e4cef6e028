import { describe, expect, it } from "vitest";
import { roundTicks } from "../../src/internal/round-ticks.ts";

describe("roundTicks(low, high, count)", () => {
  it.each([
    [0, 122, 6, [0, 50, 100]],
    [1, 12, 6, [2, 4, 6, 8, 10, 12]],
    [1, 1, 6, [1]],
    [0, 1.06, 6, [0, 1]],
    [171, 283.5, 6, [180, 200, 220, 240, 260, 280]],
    [950, 5100, 5, [1000, 2000, 3000, 4000, 5000]],
  ])("from %s to %s, about %s of them", (low, high, count, ticks) => {
    expect(roundTicks(low, high, count, 1)).toEqual(ticks);
  });

  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.0196, 0.0622, 4, [0.02, 0.04, 0.06]],
    [-0.3, 0.3, 3, [-0.2, 0, 0.2]],
    [7, 7, 6, [7]],
  ])("from %s to %s, about %s of them, also broken ones", (low, high, count, ticks) => {
    expect(roundTicks(low, high, count)).toEqual(ticks);
  });
});
