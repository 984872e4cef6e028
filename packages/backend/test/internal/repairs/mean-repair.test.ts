import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.mean on repaired wasm", () => {
  it("is the sum over the number of elements", () => {
    const means = tf.tidy(() => tf.mean(tf.tensor2d([1, 2, 3, 5, 7, 12], [2, 3]), 1).arraySync());
    expect(means).toEqual([2, 8]);
  });

  it("equals the cpu backend for random shapes and axes, with and without keepDims", async () => {
    const cases = fc
      .array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })
      .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()])));
    await fc.assert(
      fc.asyncProperty(cases, async ([shape, axes]) => {
        await expectSameAsCpu(() => [tf.mean(numbers(shape), axes), tf.mean(numbers(shape), axes, true)]);
      }),
      { seed: 20150309, numRuns: 40 },
    );
  });

  it("of no elements is NaN, and of an empty batch empty", async () => {
    await tf.setBackend("wasm");
    tf.tidy(() => {
      expect(Array.from(tf.mean(tf.zeros([2, 0]), 1).dataSync())).toEqual([Number.NaN, Number.NaN]);
      expect(tf.mean(tf.zeros([0, 3]), 1).shape).toEqual([0]);
    });
  });

  it("has the gradient 1/n", async () => {
    await expectSameAsCpu(() => tf.grad((x) => tf.mean(x))(numbers([3, 5])));
  });
});
