import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { huberLoss, squaredError } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const at = (delta: number) => (s: tf.Tensor2D, t: tf.Tensor2D) => huberLoss(s, t, { delta });

describe("huberLoss(predictions, targets, {delta})", () => {
  it("is squared within delta and straight beyond, worked by hand", () => {
    // ½ · 0.5², 2 (10 − 1); the errors −2 and 2 are on the edge: ½ · 4 each.
    const [s, t] = [
      [
        [0.5, 10],
        [-2, 2],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ];
    expect(valuesOf(() => at(2)(tf.tensor2d(s!), tf.tensor2d(t!)))).toEqual([18.125, 4]);
  });

  it("has the error, clipped to ±delta, for a gradient", () => {
    expect(gradientsOf(at(2), [[0.5, 10, -7]], [[0, 0, 0]])).toEqual([[[0.5, 2, -2]], [[-0.5, -2, 2]]]);
  });

  it("is half the squared error for a large delta, and delta · |d| for a small one", () => {
    const [s, t] = [tf.tensor2d(randomRows(1, 4, 3)), tf.tensor2d(randomRows(2, 4, 3))];
    const half = valuesOf(() => tf.mul(squaredError(s, t), 0.5));
    expect(valuesOf(() => at(1e4)(s, t))).toBeAllClose(half, { rtol: 1e-5 });
    const size = valuesOf(() => tf.mul(tf.sum(tf.abs(tf.sub(s, t)), 1), 1e-6));
    expect(valuesOf(() => at(1e-6)(s, t))).toBeAllClose(size, { rtol: 1e-4, atol: 0 });
    tf.dispose([s, t]);
  });

  it.each([
    [0, "0"],
    [-1, "-1"],
    [Infinity, "Infinity"],
    [undefined, "undefined"],
  ])("refuses a delta of %s", (delta, shown) => {
    const attempt = () => tf.tidy(() => at(delta as number)(tf.ones([1, 1]), tf.ones([1, 1])));
    expect(messageOf(attempt)).toBe(`huberLoss: delta must be a positive finite number, got ${shown}`);
  });
});
