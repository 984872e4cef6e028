import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { squaredError } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";

describe("squaredError(predictions, targets)", () => {
  it("is the sum of the squared differences, worked by hand", () => {
    // 2² + 1², 0² + 7²
    const [s, t] = [
      [
        [1, 5],
        [2, 7],
      ],
      [
        [3, 4],
        [2, 0],
      ],
    ];
    expect(valuesOf(() => squaredError(tf.tensor2d(s!), tf.tensor2d(t!)))).toEqual([5, 49]);
  });

  it("does not see what stands where a target is not known, be it NaN", () => {
    const known = [[1, 0]];
    const call = (s: tf.Tensor2D, t: tf.Tensor2D) =>
      squaredError(s, t, { known: tf.tensor2d(known, undefined, "int32") });
    const [s, t] = [[[3, 1]], [[1, Number.NaN]]];
    expect(valuesOf(() => call(tf.tensor2d(s), tf.tensor2d(t)))).toEqual([4]);
    expect(gradientsOf(call, s, t)).toBeAllClose([[[4, 0]], [[-4, 0]]], { atol: 0 });
  });
});
