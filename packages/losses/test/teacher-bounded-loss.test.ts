import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { teacherBoundedLoss } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";

const at =
  (margin: number, known?: number[][]) => (s: tf.Tensor2D, teacherPredictions: tf.Tensor2D, targets: tf.Tensor2D) => {
    const options = known === undefined ? { margin } : { margin, known: tf.tensor2d(known, undefined, "int32") };
    // The teacher is connected, so that there is a gradient to be 0.
    const loss = teacherBoundedLoss(s, { teacherPredictions, targets }, options);
    return tf.add<tf.Tensor1D>(loss, tf.mul(tf.sum(teacherPredictions), 0));
  };
const lossOf = (s: number[][], t: number[][], y: number[][], margin: number, known?: number[][]) =>
  valuesOf(() => at(margin, known)(tf.tensor2d(s), tf.tensor2d(t), tf.tensor2d(y)));

describe("teacherBoundedLoss(predictions, {teacherPredictions, targets}, {margin})", () => {
  it("is the squared error where it is above the teacher's less the margin, worked by hand", () => {
    const [s, t, y] = [
      [[3], [1], [1]],
      [[2], [2], [2]],
      [[0], [0], [0]],
    ];
    // 9 > 4 counts; 1 + 1 > 4 does not; with a margin of 3 the sum is 4, which is not above 4; with 3.5 it counts.
    expect(lossOf(s, t, y, 1)).toEqual([9, 0, 0]);
    expect(lossOf(s, t, y, 3)).toEqual([9, 0, 0]);
    expect(lossOf(s, t, y, 3.5)).toEqual([9, 1, 1]);
  });

  it("compares whole examples: one output may be better, the other worse", () => {
    // ‖s − y‖² = 1 + 9, ‖t − y‖² = 4 + 4
    expect(lossOf([[1, 3]], [[2, 2]], [[0, 0]], 0)).toEqual([10]);
    // Of the first output alone: 1 against 4.
    expect(lossOf([[1, 3]], [[2, 2]], [[0, 0]], 0, [[1, 0]])).toEqual([0]);
  });

  it("has the gradient of the squared error where it counts, none elsewhere, and none for the teacher", () => {
    const gradients = gradientsOf(at(0), [[3], [1]], [[2], [2]], [[0], [0]]);
    expect(gradients).toBeAllClose(
      [
        [[6], [0]],
        [[0], [0]],
        [[-6], [0]],
      ],
      { atol: 0 },
    );
  });

  it("refuses a negative margin, and targets that are none", () => {
    const one = tf.ones([1, 1]) as tf.Tensor2D;
    const call = (targets: unknown, margin: unknown) => () =>
      teacherBoundedLoss(one, targets as never, { margin: margin as number });
    const good = { teacherPredictions: one, targets: one };
    expect(messageOf(call(good, -1))).toBe("teacherBoundedLoss: margin must be a finite number, at least 0, got -1");
    expect(messageOf(call(undefined, 0))).toBe(
      "teacherBoundedLoss: targets must be an object with teacherPredictions and targets, got undefined",
    );
    one.dispose();
  });
});
