import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

function poolGradient(x: tf.Tensor, size: number, stride: number, pad: "same" | "valid"): tf.Tensor {
  const objective = (input: tf.Tensor) => {
    const pooled = tf.maxPool3d(input as tf.Tensor5D, size, stride, pad);
    return tf.sum(tf.mul(pooled, numbers(pooled.shape, 3)));
  };
  return tf.grad(objective)(x);
}

describe("the gradient of tf.maxPool3d on repaired wasm", () => {
  it("reaches the largest of a window of negative values", () => {
    const x = tf.tensor5d([-4, -3, -9, -5, -2, -1, -7, -6], [1, 2, 2, 2, 1]);
    const gradient = tf.grad((input) => tf.sum(tf.maxPool3d(input as tf.Tensor5D, 2, 2, "valid")))(x);
    expect(Array.from(gradient.dataSync())).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
    tf.dispose([x, gradient]);
  });

  it("reaches the first of equals", () => {
    const x = tf.ones([1, 2, 2, 2, 4]);
    const gradient = tf.grad((input) => tf.sum(tf.maxPool3d(input as tf.Tensor5D, 2, 2, "valid")))(x);
    expect(Array.from(gradient.dataSync())).toEqual([1, 1, 1, 1, ...Array.from({ length: 28 }, () => 0)]);
    tf.dispose([x, gradient]);
  });

  it.each([
    [[2, 4, 6, 7, 3], 2, 2, "valid"],
    [[1, 5, 4, 3, 4], 3, 1, "same"],
    [[2, 4, 5, 6, 5], 3, 2, "same"],
    [[1, 1, 1, 1, 1], 1, 1, "valid"],
  ] as const)(
    "of shape %j, window %d, stride %d, padding %s equals the cpu backend",
    async (shape, size, stride, pad) => {
      await expectSameAsCpu(() => poolGradient(numbers(shape), size, stride, pad));
      await expectSameAsCpu(() => poolGradient(tf.sub(numbers(shape), 2), size, stride, pad));
    },
  );
});
