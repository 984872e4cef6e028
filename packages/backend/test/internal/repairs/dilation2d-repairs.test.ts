import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.dilation2d on repaired wasm", () => {
  it("is the largest sum where no sum is positive, and that one alone has a gradient", () => {
    const x = tf.tensor4d([-4, -3, -9], [1, 1, 3, 1]);
    const filter = tf.tensor3d([-1, -3], [1, 2, 1]);
    const dilate = (image: tf.Tensor, added: tf.Tensor) =>
      tf.dilation2d(image as tf.Tensor4D, added as tf.Tensor3D, 1, "valid");
    const y = dilate(x, filter);
    const [dx, dFilter] = tf.grads((image, added) => tf.sum(tf.mul(dilate(image, added), [[1], [10]])))([x, filter]);
    // −4 − 1 and −3 − 1 are larger than −3 − 3 and −9 − 3.
    expect(Array.from(y.dataSync())).toEqual([-5, -4]);
    expect(Array.from(dx!.dataSync())).toEqual([1, 10, 0]);
    expect(Array.from(dFilter!.dataSync())).toEqual([11, 0]);
    tf.dispose([x, filter, y, dx!, dFilter!]);
  });

  it.each([
    [[2, 5, 6, 3], [2, 3, 3], [2, 1], [1, 1], "same"],
    [[1, 6, 7, 5], [2, 2, 5], [1, 1], [2, 3], "valid"],
    [[1, 1, 1, 1], [1, 1, 1], [1, 1], [1, 1], "valid"],
  ] as const)(
    "of shape %j, filter %j, strides %j, dilations %j, padding %s equals the cpu backend",
    async (...layout) => {
      const [shape, filterShape, strides, dilations, pad] = layout;
      const pair = (lengths: readonly number[]) => [...lengths] as [number, number];
      const dilate = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, pair(strides), pad, pair(dilations));
      await expectSameAsCpu(() => [
        dilate(numbers(shape, 1), numbers(filterShape, 2)),
        ...tf.grads((x, filter) => {
          const y = dilate(x, filter);
          return tf.sum(tf.mul(y, numbers(y.shape, 3)));
        })([numbers(shape, 1), numbers(filterShape, 2)]),
      ]);
    },
  );
});
