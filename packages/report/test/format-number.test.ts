import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatFixed,
  formatPercent,
  formatPlural,
  formatShortest,
  formatSigned,
  formatSummary,
} from "../src/format-number.ts";

describe("formatFixed(value, decimals)", () => {
  it.each([
    [0, 2, "0.00"],
    [999.95, 0, "1,000"],
    [1234567.891, 2, "1,234,567.89"],
    [123456, 0, "123,456"],
    [-1234.5, 1, "−1,234.5"],
    [-0.04, 1, "0.0"],
    [-0.06, 1, "−0.1"],
    [Number.NaN, 2, "NaN"],
    [Infinity, 2, "∞"],
    [-Infinity, 2, "−∞"],
    [null as unknown as number, 2, "NaN"],
  ])("writes %s with %s decimals as %s", (value, decimals, text) => {
    expect(formatFixed(value, decimals)).toBe(text);
  });
});

describe("the other formats", () => {
  it("write counts, shares, summaries and plurals", () => {
    expect(formatCount(1276810)).toBe("1,276,810");
    expect(formatPercent(0.4149, 1)).toBe("41.5 %");
    expect(formatSummary({ mean: 1.25, spread: 0.125, count: 2 }, 3)).toBe("1.250 ± 0.125");
    expect(formatSummary({ mean: 1.25, spread: undefined, count: 1 }, 2)).toBe("1.25");
    expect([0.71, -0.71, 0.04, -0.04, 0].map((value) => formatSigned(value, 1))).toEqual([
      ...["+0.7", "−0.7", "0.0", "0.0", "0.0"],
    ]);
    expect([67, -7.6, 0.1 + 0.2, 1e-9, 12345.5].map(formatShortest)).toEqual(["67", "−7.6", "0.3", "0", "12,345.5"]);
    expect([formatPlural(1, "seed"), formatPlural(0, "seed")]).toEqual(["1 seed", "0 seeds"]);
  });
});
