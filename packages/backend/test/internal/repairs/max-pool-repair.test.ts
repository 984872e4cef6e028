import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.maxPool on repaired wasm", () => {
  it("takes the largest of a window, also of negative values, of what lies inside the image", async () => {
    // Windows of two by two, the last ones of one column.
    const x = tf.tensor4d([-4, -3, -9, -5, -2, -6], [1, 2, 3, 1]);
    const largest = tf.maxPool(x as tf.Tensor4D, 2, 2, "same");
    expect(Array.from(await largest.data())).toEqual([-2, -6]);
    tf.dispose([x, largest]);
  });

  it("equals the cpu backend for random images, windows, strides and margins", async () => {
    const size = fc.integer({ min: 1, max: 9 });
    const cases = fc.record({
      shape: fc.tuple(fc.integer({ min: 1, max: 4 }), size, size, size),
      window: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      pad: fc.constantFrom("same", "valid"),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, window, strides, pad }) => {
        fc.pre(pad === "same" || (window[0] <= shape[1] && window[1] <= shape[2]));
        await expectSameAsCpu(() => tf.maxPool(numbers(shape) as tf.Tensor4D, window, strides, pad as "same"));
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it.each([1, 4, 7])(
    "passes over NaN and keeps infinities among %d channels, as the cpu backend does",
    async (channels) => {
      await expectSameAsCpu(() => {
        const x = numbers([2, 4, 4, channels]);
        // The first of each window stays a number.
        const isSecond = tf.tile(tf.tensor4d([0, 1, 0, 1], [1, 1, 4, 1]), [2, 4, 1, channels]);
        const special = tf.where(tf.greater(x, 0), tf.fill(x.shape, Number.NaN), tf.fill(x.shape, Infinity));
        return tf.maxPool(tf.where(tf.greater(isSecond, 0), special, x) as tf.Tensor4D, 2, 2, "valid");
      });
    },
  );

  it("refuses a window that is larger than the image", () => {
    const x = numbers([1, 2, 2, 1]) as tf.Tensor4D;
    expect(() => tf.maxPool(x, 4, 1, "valid")).toThrow(
      "MaxPool: a window of 4×4 is larger than the image of 2×2 with its margin",
    );
    x.dispose();
  });

  it("has nothing to do for no images", () => {
    const x = tf.zeros([0, 4, 4, 2]);
    const largest = tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
    expect(largest.shape).toEqual([0, 2, 2, 2]);
    tf.dispose([x, largest]);
  });
});
