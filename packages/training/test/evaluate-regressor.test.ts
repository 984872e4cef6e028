import { createMatrix } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { evaluateNumbers, evaluateRegressor } from "../src/index.ts";
import { surface } from "./fixtures/surface.ts";

describe("evaluateRegressor(regressor, dataset)", () => {
  it("refuses numbers that are not finite", async () => {
    await expect(evaluateRegressor(() => tf.fill([8, 2], Number.NaN), surface(8, 1))).rejects.toThrow(
      "evaluateRegressor: regressor must give finite numbers, got NaN for output 0 of example 0",
    );
  });
});

describe("evaluateNumbers(predictions, targets)", () => {
  const column = (...values: number[]) => createMatrix(values.length, 1, Float32Array.from(values));

  it("is worked by hand, per output and together", () => {
    // First output: errors 0, 1, −1 of targets 1, 2, 3 (spread 2). Second: 0, 0, 3 of 0, 0, 3 (spread 6).
    const predictions = createMatrix(3, 2, Float32Array.of(1, 0, 3, 0, 2, 6));
    const targets = createMatrix(3, 2, Float32Array.of(1, 0, 2, 0, 3, 3));
    expect(evaluateNumbers(predictions, targets, ["a", "b"])).toEqual({
      size: 6,
      rmse: Math.sqrt(11 / 6),
      mae: 5 / 6,
      r2: (0 + -0.5) / 2,
      outputs: [
        { name: "a", size: 3, rmse: Math.sqrt(2 / 3), mae: 2 / 3, r2: 0 },
        { name: "b", size: 3, rmse: Math.sqrt(3), mae: 1, r2: -0.5 },
      ],
    });
  });

  it("takes targets that are all one number", () => {
    expect(evaluateNumbers(column(5, 5), column(5, 5)).r2).toBe(1);
    expect(evaluateNumbers(column(5, 6), column(5, 5)).r2).toBe(0);
  });

  it("loses no digits to targets far from 0", () => {
    const far = [2 ** 23 + 1, 2 ** 23 + 2, 2 ** 23 + 3];
    expect(evaluateNumbers(column(...far), column(...far.toReversed())).r2).toBeCloseTo(1 - 8 / 2, 9);
  });

  it("refuses other shapes, and none", () => {
    expect(() => evaluateNumbers(column(1, 2), column(1))).toThrow(
      "evaluateNumbers: targets must have shape [2, 1] (as predictions), got [1, 1]",
    );
    expect(() => evaluateNumbers(column(), column())).toThrow(
      "evaluateNumbers: predictions must have at least one example, got 0",
    );
  });
});
