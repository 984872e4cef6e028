import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { gaussianNegativeLogLikelihood, squaredError } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const loss = (s: tf.Tensor2D, logVariances: tf.Tensor2D, targets: tf.Tensor2D) =>
  gaussianNegativeLogLikelihood(s, { logVariances, targets });

describe("gaussianNegativeLogLikelihood(predictions, {logVariances, targets})", () => {
  it("is worked by hand", () => {
    // Variances 1 and 4: ½ (0 + 2²/1) + ½ (log 4 + 2²/4) = 2 + log 2 + ½.
    const values = valuesOf(() => loss(tf.tensor2d([[3, 5]]), tf.tensor2d([[0, 2 * Math.LN2]]), tf.tensor2d([[1, 7]])));
    expect(values).toBeAllClose([2.5 + Math.LN2]);
  });

  it("has the gradients (s − y) / σ² and ½ (1 − (s − y)² / σ²), 0 where the variance is the squared error", () => {
    const [means, spreads, targets] = gradientsOf(loss, [[3, 5]], [[0, 2 * Math.LN2]], [[1, 7]]);
    expect(means).toBeAllClose([[2, -0.5]]);
    expect(spreads).toBeAllClose([[-1.5, 0]], { atol: 1e-6 });
    expect(targets).toBeAllClose([[-2, 0.5]]);
  });

  it("is half the squared error where all variances are 1", () => {
    const [s, y] = [tf.tensor2d(randomRows(1, 4, 3)), tf.tensor2d(randomRows(2, 4, 3))];
    const half = valuesOf(() => tf.mul(squaredError(s, y), 0.5));
    expect(valuesOf(() => loss(s, tf.zeros([4, 3]), y))).toBeAllClose(half, { rtol: 1e-6 });
    tf.dispose([s, y]);
  });

  it("counts log variances beyond ±40 as that, without a gradient", () => {
    const given = [[[1, 1]], [[-1e6, 1e6]], [[1, 1]]];
    const [s, logVariances, y] = given.map((rows) => tf.tensor2d(rows)) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const values = valuesOf(() => loss(s, logVariances, y));
    tf.dispose([s, logVariances, y]);
    expect(values).toEqual([0]);
    expect(gradientsOf(loss, ...given)[1]).toEqual([[0, 0]]);
  });

  it("refuses what is no log variance", () => {
    const ones = tf.ones([1, 1]) as tf.Tensor2D;
    expect(messageOf(() => gaussianNegativeLogLikelihood(ones, { targets: ones } as never))).toMatch(
      /^gaussianNegativeLogLikelihood: logVariances must be /,
    );
    expect(messageOf(() => gaussianNegativeLogLikelihood(ones, ones as never))).toMatch(
      /^gaussianNegativeLogLikelihood: /,
    );
    ones.dispose();
  });
});
