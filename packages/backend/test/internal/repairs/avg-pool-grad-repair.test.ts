import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

function poolGradient(x: tf.Tensor, size: number, stride: number, pad: "same" | "valid"): tf.Tensor {
  const objective = (input: tf.Tensor) => {
    const pooled = tf.avgPool(input as tf.Tensor4D, size, stride, pad);
    return tf.sum(tf.mul(pooled, numbers(pooled.shape, 3)));
  };
  return tf.grad(objective)(x);
}

/** The pooled mean is linear, so its gradient is exactly how much each unit vector raises the objective. */
async function slopes(shape: readonly number[], size: number, stride: number, pad: "same" | "valid") {
  await tf.setBackend("wasm");
  const count = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: count }, (_, position) =>
    tf.tidy(() => {
      const unit = new Float32Array(count);
      unit[position] = 1;
      const pooled = tf.avgPool(tf.tensor4d(unit, [...shape] as [number, number, number, number]), size, stride, pad);
      return tf.sum(tf.mul(pooled, numbers(pooled.shape, 3))).dataSync()[0]!;
    }),
  );
}

describe("the gradient of tf.avgPool on repaired wasm", () => {
  it("shares by the inputs that the mean was taken of", () => {
    // Windows of two over three pixels, with a margin at the right: {1, 2}, {2, 3}, {3}. The last mean is of one pixel.
    const x = tf.ones([1, 1, 3, 1]);
    const gradient = tf.grad((input) => tf.sum(tf.avgPool(input as tf.Tensor4D, [1, 2], 1, "same")))(x);
    expect(Array.from(gradient.dataSync())).toEqual([0.5, 1, 1.5]);
    tf.dispose([x, gradient]);
  });

  it.each([
    [[2, 6, 7, 3], 2, 2, "valid"],
    [[2, 6, 7, 5], 3, 1, "valid"],
    [[2, 6, 6, 8], 2, 2, "same"],
  ] as const)(
    "of shape %j, window %d, stride %d, padding %s equals the cpu backend",
    async (shape, size, stride, pad) => {
      await expectSameAsCpu(() => poolGradient(numbers(shape), size, stride, pad));
    },
  );

  it.each([
    [[2, 5, 4, 3], 3, 1, "same"],
    [[1, 5, 4, 5], 3, 2, "same"],
    [[1, 5, 5, 4], 2, 2, "same"],
    [[1, 4, 4, 1], 4, 3, "valid"],
  ] as const)(
    "of shape %j, window %d, stride %d, padding %s is the slope of the mean",
    async (shape, size, stride, pad) => {
      const expected = await slopes(shape, size, stride, pad);
      const gradient = tf.tidy(() => poolGradient(numbers(shape), size, stride, pad).dataSync());
      expect(gradient).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
    },
  );
});
