import { describe, expect, it } from "vitest";
import { logTicks } from "../../src/internal/log-ticks.ts";

describe("logTicks(low, high)", () => {
  it.each([
    [1, 10, [1, 2, 5, 10]],
    // A tick a little outside is kept.
    [0.0055, 0.19, [0.005, 0.01, 0.02, 0.05, 0.1, 0.2]],
    [1, 1000, [1, 10, 100, 1000]],
    [63, 71, []],
  ])("from %s to %s", (low, high, ticks) => {
    expect(logTicks(low, high)).toEqual(ticks);
  });
});
