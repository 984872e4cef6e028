import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.sum on repaired wasm", () => {
  it.each([
    [[1, 5], [0]],
    [[7, 5], [0]],
    [[8, 5], [0]],
    [[25, 1], [0]],
    [[64, 130], [0]],
    [
      [3, 4, 5],
      [0, 1],
    ],
    [
      [3, 4, 5],
      [1, 0],
    ],
    [[3, 4, 5], [-3]],
    [[3, 4, 5], [1]],
    [[3, 4, 5], [2]],
    [
      [3, 4, 5],
      [0, 2],
    ],
    [
      [3, 4, 5, 6],
      [0, 2],
    ],
    [
      [3, 4, 5, 6],
      [1, 2],
    ],
    [
      [3, 4, 5],
      [0, 1, 2],
    ],
    [[3, 4, 5], []],
    [[9], [0]],
    [[0, 5], [0]],
    [[5, 0], [0]],
  ])("of shape %j over axes %j equals the cpu backend, with and without keepDims", async (shape, axes) => {
    await expectSameAsCpu(() => [tf.sum(numbers(shape), axes), tf.sum(numbers(shape), axes, true)]);
  });

  it("equals the cpu backend for random shapes and axes", async () => {
    const cases = fc
      .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 })
      .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()], { minLength: 1 })));
    await fc.assert(
      fc.asyncProperty(cases, async ([shape, axes]) => {
        await expectSameAsCpu(() => tf.sum(numbers(shape), axes), { atol: 1e-4 });
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("leaves integers to the stock kernel", async () => {
    await expectSameAsCpu(() => tf.sum(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], "int32"), 0));
    await expectSameAsCpu(() => tf.mean(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], "int32"), 0));
  });

  it.each([
    [[4, 10_000], 1],
    [[10_000, 4], 0],
    [[3, 10_000, 4], 1],
    [[40_000], 0],
  ])("of shape %j over axis %j is exact to a rounding", async (shape, axis) => {
    await tf.setBackend("wasm");
    const random = createRandom(20150309);
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.uniform());
    const [stride, length] = [shape.slice(axis + 1).reduce((a, b) => a * b, 1), shape[axis]!];
    const exact = new Float64Array(values.length / length);
    values.forEach((value, index) => {
      exact[Math.floor(index / (stride * length)) * stride + (index % stride)]! += value;
    });
    const [sum, mean] = tf.tidy(() => {
      const x = tf.tensor(values, shape);
      return [tf.sum(x, axis), tf.mean(x, axis)].map((tensor) => tensor.dataSync());
    }) as [Float32Array, Float32Array];
    exact.forEach((expected, index) => {
      // One by one in float32 the relative error is 1e-6 to 2e-5.
      expect(Math.abs(sum[index]! / expected - 1)).toBeLessThan(2 ** -22);
      expect(Math.abs((mean[index]! * length) / expected - 1)).toBeLessThan(2 ** -22);
    });
  });

  it("adds a large number and many small ones, in any order", async () => {
    await tf.setBackend("wasm");
    // In float32, 1 + 2⁻²⁴ rounds back to 1 each time.
    const row = [1, ...Array(4096).fill(2 ** -24)];
    tf.tidy(() => {
      expect(tf.sum(tf.tensor1d(row)).dataSync()[0]).toBe(1 + 2 ** -12);
      expect(tf.sum(tf.tensor2d(row, [row.length, 1]), 0).dataSync()[0]).toBe(1 + 2 ** -12);
      expect(tf.sum(tf.tensor2d([...row, ...row], [2, row.length]), 1)).toBeAllClose([1 + 2 ** -12, 1 + 2 ** -12], {
        rtol: 0,
      });
    });
  });

  it("is the gradient of a bias", async () => {
    await expectSameAsCpu(() => {
      const objective = (bias: tf.Tensor) => tf.sum(tf.square(tf.add(numbers([19, 6]), bias)));
      return tf.grad(objective)(numbers([6], 2));
    });
  });
});
