import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../repaired-wasm.ts";

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
      [3, 4, 5],
      [0, 1, 2],
    ],
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
  });

  it("adds 1 and 32·2⁻²⁴ more exactly than one by one in float32", () => {
    // In float32, 1 + 2⁻²⁴ rounds back to 1 each time; the 32 small ones, added among themselves first, make 2⁻¹⁹.
    const column = [1, ...Array(31).fill(0), ...Array(32).fill(2 ** -24)];
    const total = tf.tidy(() => tf.sum(tf.tensor2d(column, [64, 1]), 0));
    expect(total.dataSync()[0]).toBe(1 + 2 ** -19);
    total.dispose();
  });

  it("is the gradient of a bias", async () => {
    await expectSameAsCpu(() => {
      const objective = (bias: tf.Tensor) => tf.sum(tf.square(tf.add(numbers([19, 6]), bias)));
      return tf.grad(objective)(numbers([6], 2));
    });
  });
});
