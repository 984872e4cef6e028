import { describe, expect, test } from "vitest";
import { type GradualSparsityOptions, gradualSparsity } from "../src/index.ts";

describe("gradualSparsity(step, { sparsity, endStep })", () => {
  test("by hand: s_f + (s_i − s_f)(1 − (t − t₀)/(t₁ − t₀))³", () => {
    const options = { sparsity: 0.9, initialSparsity: 0.1, beginStep: 20, endStep: 60 };
    // A quarter: 0.9 − 0.8 · 0.75³; half: 0.9 − 0.8/8; three quarters: 0.9 − 0.8/64.
    const expected = [0, 0.1, 0.5625, 0.8, 0.8875, 0.9, 0.9];
    expect([19, 20, 30, 40, 50, 60, 1e6].map((step) => gradualSparsity(step, options))).toEqual(
      expected.map((value) => expect.closeTo(value, 12)),
    );
  });

  test("never falls, and gains less with every step", () => {
    const values = Array.from({ length: 12 }, (_, step) => gradualSparsity(step, { sparsity: 0.5, endStep: 11 }));
    const gains = values.slice(1).map((value, index) => value - values[index]!);
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBe(0.5);
    expect(gains.slice(1).every((gain, index) => gain >= 0 && gain < gains[index]!)).toBe(true);
  });

  test.each<[number, object, string]>([
    [-1, { sparsity: 0.5, endStep: 2 }, "step must be an integer, at least 0, got -1"],
    [0, { sparsity: 1, endStep: 2 }, "sparsity must be a finite number, at least 0 and below 1, got 1"],
    [
      0,
      { sparsity: 0.5, initialSparsity: 0.6, endStep: 2 },
      "initialSparsity must be a finite number, at least 0 and at most 0.5, got 0.6",
    ],
    [0, { sparsity: 0.5, beginStep: 2, endStep: 2 }, "endStep must be an integer, at least 3, got 2"],
    [0, { sparsity: 0.5 }, "endStep must be an integer, at least 1, got undefined"],
  ])("%d, %j", (step, options, message) => {
    expect(() => gradualSparsity(step, options as GradualSparsityOptions)).toThrow(`gradualSparsity: ${message}`);
  });
});
