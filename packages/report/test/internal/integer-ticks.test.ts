import { describe, expect, it } from "vitest";
import { integerTicks } from "../../src/internal/integer-ticks.ts";

describe("integerTicks(low, high, count)", () => {
  it.each([
    [0, 122, 6, [0, 50, 100]],
    [1, 12, 6, [2, 4, 6, 8, 10, 12]],
    [1, 1, 6, [1]],
    [0, 1.06, 6, [0, 1]],
    [171, 283.5, 6, [180, 200, 220, 240, 260, 280]],
    [950, 5100, 5, [1000, 2000, 3000, 4000, 5000]],
  ])("from %s to %s, about %s of them", (low, high, count, ticks) => {
    expect(integerTicks(low, high, count)).toEqual(ticks);
  });
});
