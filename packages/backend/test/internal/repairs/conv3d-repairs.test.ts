import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.conv3d on repaired wasm", () => {
  it("adds what each tap sees, and sends gradients the way back", () => {
    // Two places along the depth, a filter of two taps: y = x₀·w₀ + x₁·w₁ for each of two outputs.
    const x = tf.tensor5d([2, 3], [1, 2, 1, 1, 1]);
    const filter = tf.tensor5d([1, 10, 100, 1000], [2, 1, 1, 1, 2]);
    const y = tf.conv3d(x, filter, 1, "valid");
    const [dx, dFilter] = tf.grads((image, weights) =>
      tf.sum(tf.mul(tf.conv3d(image as tf.Tensor5D, weights as tf.Tensor5D, 1, "valid"), [1, 2])),
    )([x, filter]);
    expect(Array.from(y.dataSync())).toEqual([302, 3020]);
    expect(Array.from(dx!.dataSync())).toEqual([21, 2100]);
    expect(Array.from(dFilter!.dataSync())).toEqual([2, 4, 3, 6]);
    tf.dispose([x, filter, y, dx!, dFilter!]);
  });

  it.each([
    [[2, 4, 3, 5, 2], [2, 1, 3, 2, 5], [1, 2, 2], "same"],
    [[1, 3, 4, 4, 5], [3, 2, 2, 5, 3], [2, 1, 1], "valid"],
    [[1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1], "valid"],
    [[0, 3, 3, 3, 2], [2, 2, 2, 2, 4], [1, 1, 1], "same"],
    [[1, 1, 3, 3, 2], [2, 2, 2, 2, 4], [1, 1, 1], "valid"],
  ] as const)("of shape %j with filter %j, strides %j, padding %s equals the cpu backend", async (...layout) => {
    const [shape, filterShape, strides, pad] = layout;
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, [...strides] as [number, number, number], pad);
    await expectSameAsCpu(() => [
      convolve(numbers(shape, 1), numbers(filterShape, 2)),
      ...tf.grads((x, filter) => {
        const y = convolve(x, filter);
        return tf.sum(tf.mul(y, numbers(y.shape, 3)));
      })([numbers(shape, 1), numbers(filterShape, 2)]),
    ]);
  });
});
