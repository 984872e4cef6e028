import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

function poolGradient(x: tf.Tensor, size: number, stride: number, pad: "same" | "valid" | number): tf.Tensor {
  const objective = (input: tf.Tensor) => {
    const pooled = tf.maxPool(
      input as tf.Tensor4D,
      size,
      stride,
      pad,
      pad === "same" || pad === "valid" ? undefined : "floor",
    );
    return tf.sum(tf.mul(pooled, numbers(pooled.shape, 3)));
  };
  return tf.grad(objective)(x);
}

describe("the gradient of tf.maxPool on repaired wasm", () => {
  it("reaches the largest of a window of negative values", () => {
    // Windows {−4, −3, −2, −1} and {−9, −5, −7, −6}: the largest are −1 and −5.
    const x = tf.tensor4d([-4, -3, -9, -5, -2, -1, -7, -6], [1, 2, 4, 1]);
    const gradient = tf.grad((input) => tf.sum(tf.maxPool(input as tf.Tensor4D, 2, 2, "valid")))(x);
    expect(Array.from(gradient.dataSync())).toEqual([0, 0, 0, 1, 0, 1, 0, 0]);
    tf.dispose([x, gradient]);
  });

  it("reaches the first of equals", () => {
    const x = tf.ones([1, 2, 2, 1]);
    const gradient = tf.grad((input) => tf.sum(tf.maxPool(input as tf.Tensor4D, 2, 2, "valid")))(x);
    expect(Array.from(gradient.dataSync())).toEqual([1, 0, 0, 0]);
    tf.dispose([x, gradient]);
  });

  it("reaches nobody where all are NaN, as on the cpu backend", async () => {
    await expectSameAsCpu(() => poolGradient(tf.fill([1, 2, 2, 1], Number.NaN), 2, 2, "valid"));
  });

  it.each([1, 4, 7])("passes over NaN and −∞ among %d channels, as on the cpu backend", async (channels) => {
    const input = () => {
      const x = numbers([2, 4, 4, channels]);
      const isHigh = tf.greater(numbers([2, 4, 4, channels], 5), 0.3);
      const isLow = tf.less(numbers([2, 4, 4, channels], 6), -0.3);
      return tf.where(isHigh, tf.fill(x.shape, Number.NaN), tf.where(isLow, tf.fill(x.shape, -Infinity), x));
    };
    await expectSameAsCpu(() => {
      const dy = numbers([2, 2, 2, channels], 3);
      const inputs = { dy, input: input(), output: dy };
      const attributes = { filterSize: [2, 2], strides: [2, 2], pad: "valid" } as unknown as tf.NamedAttrMap;
      return tf.engine().runKernel("MaxPoolGrad", inputs, attributes) as tf.Tensor;
    });
  });

  it.each([
    [[2, 6, 7, 3], 2, 2, "valid"],
    [[2, 6, 7, 3], 3, 1, "same"],
    [[2, 6, 7, 3], 3, 2, "same"],
    [[1, 5, 5, 2], 3, 2, 1],
    [[1, 1, 1, 1], 1, 1, "valid"],
    // Windows that cover the image once, of whole vectors of channels; and where a row, a column or a channel is left over.
    [[2, 6, 8, 8], 2, 2, "valid"],
    [[2, 6, 8, 4], 2, 2, "same"],
    [[2, 7, 8, 4], 2, 2, "valid"],
    [[2, 6, 9, 4], 2, 2, "same"],
    [[2, 6, 8, 6], 2, 2, "valid"],
  ] as const)(
    "of shape %j, window %d, stride %d, padding %s equals the cpu backend",
    async (shape, size, stride, pad) => {
      await tf.setBackend("wasm");
      // Memory that is given out again holds whatever was there.
      tf.dispose(Array.from({ length: 8 }, () => tf.fill([...shape], Number.NaN)));
      await expectSameAsCpu(() => poolGradient(numbers(shape), size, stride, pad));
      await expectSameAsCpu(() => poolGradient(tf.sub(numbers(shape), 2), size, stride, pad));
    },
  );

  it("equals the cpu backend for random shapes", async () => {
    const cases = fc.record({
      shape: fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
      ),
      size: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      pad: fc.constantFrom("same", "valid"),
      // Rounded to halves, so that equals are common.
      offset: fc.constantFrom(-3, 0, 3),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, size, stride, pad, offset }) => {
        const input = () => tf.div(tf.round(tf.mul(tf.add(numbers(shape), offset), 2)), 2);
        await expectSameAsCpu(() => poolGradient(input(), size, stride, pad as "same" | "valid"));
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });
});
