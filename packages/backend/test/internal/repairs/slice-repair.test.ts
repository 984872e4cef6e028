import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.slice on repaired wasm", () => {
  it("equals the cpu backend for random pieces of random tensors", async () => {
    const axis = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(), fc.nat())
      .map(([length, at, more]) => ({ length, at: at % length, size: 1 + (more % (length - (at % length))) }));
    await fc.assert(
      fc.asyncProperty(fc.array(axis, { minLength: 1, maxLength: 5 }), async (axes) => {
        const x = () => numbers(axes.map(({ length }) => length));
        await expectSameAsCpu(
          () =>
            tf.slice(
              x(),
              axes.map(({ at }) => at),
              axes.map(({ size }) => size),
            ),
          { rtol: 0, atol: 0 },
        );
      }),
      { seed: 20150309, numRuns: 100 },
    );
  });

  it("takes integers, booleans, the rest of an axis, and nothing", async () => {
    await expectSameAsCpu(() => [
      tf.slice(tf.tensor2d([1, -2, 3, 4, 5, 6], [3, 2], "int32"), [1, 1], [2, 1]),
      tf.slice(tf.tensor2d([1, 0, 1, 1], [2, 2], "bool"), [0, 1], [2, 1]),
      tf.slice(numbers([3, 5, 2]), [1, 2]),
      tf.slice(numbers([3, 5]), [1, 2], [-1, 2]),
      tf.slice(numbers([3, 5]), [1, 2], [0, 2]),
      tf.unstack(numbers([4, 3]), 1)[2]!,
      tf.slice(tf.tensor1d([7, Infinity, -0, 1e-40]), 1, 3),
    ]);
  });

  it("has the gradient of the cpu backend", async () => {
    await expectSameAsCpu(() =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.square(tf.slice(x, [1, 1], [2, 2]))))(numbers([4, 3])),
    );
  });

  it("refuses a piece that goes beyond the tensor, as the cpu backend does", () => {
    expect(() => tf.slice(numbers([3, 4]), [1, 0], [3, 4])).toThrow(/begin\[0\] \+ size\[0\] \(4\) would overflow/);
  });
});
