import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { klDivergence, stopGradient } from "../src/index.ts";
import { gradientsOf, messageOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

describe("stopGradient(x)", () => {
  it("has the values, shape and dtype of x", () => {
    tf.tidy(() => {
      const x = tf.tensor2d(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
        "int32",
      );
      const stopped = stopGradient(x);
      expect([stopped.arraySync(), stopped.dtype]).toEqual([x.arraySync(), "int32"]);
    });
  });

  it("lets nothing flow back", () => {
    // d/dx of x · c is c, not 2x.
    expect(gradientsOf((x) => tf.mul(x, stopGradient(x)), [[3, 5]])).toEqual([[[3, 5]]]);
    const alone = () => tf.tidy(() => tf.grad((x) => tf.sum(stopGradient(x)))(tf.scalar(1)));
    expect(messageOf(alone)).toContain("Cannot compute gradient");
  });

  it("lets operations without a gradient stand before it", () => {
    const masked = (x: tf.Tensor) => tf.mul(x, stopGradient(tf.cast(tf.greater(x, 0), "float32")));
    expect(gradientsOf(masked, [[-1, 2]])).toEqual([[[0, 1]]]);
  });

  it("makes a loss of x and its teacher a loss of x alone", () => {
    const [student, teacher] = [randomRows(1, 2, 3), randomRows(2, 2, 3)];
    const loss = (z: tf.Tensor2D, v: tf.Tensor2D) => klDivergence(z, v, { temperature: 2 });
    const [expected] = gradientsOf(loss, student, teacher);
    const [both] = gradientsOf((z) => loss(z, stopGradient(tf.add(tf.mul(z, 0), tf.tensor2d(teacher)))), student);
    expect(both).toBeAllClose(expected!);
  });

  it("allocates one tensor and leaves x alive", () => {
    const x = tf.tensor1d([1, 2]);
    expect(() => stopGradient(x)).toAllocate(1);
    expect(() => tf.grad((y) => tf.sum(tf.mul(y, stopGradient(y))))(x)).toAllocate(1);
    expect(Array.from(x.dataSync())).toEqual([1, 2]);
    x.dispose();
  });
});
