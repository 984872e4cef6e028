import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.tile on repaired wasm", () => {
  it("equals the cpu backend for random tensors", async () => {
    const cases = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 5 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(cases, async (axes) => {
        const repeats = axes.map(([, times]) => times);
        await expectSameAsCpu(() => tf.tile(numbers(axes.map(([size]) => size)), repeats), { rtol: 0, atol: 0 });
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("repeats integers and booleans, and copies where nothing is repeated", async () => {
    await expectSameAsCpu(() => [
      tf.tile(tf.tensor2d([1, -2, 3, 4], [2, 2], "int32"), [2, 3]),
      tf.tile(tf.tensor2d([1, 0, 1, 1], [2, 2], "bool"), [2, 3]),
      tf.tile(numbers([3, 5]), [1, 1]),
      tf.tile(tf.tensor1d([Infinity, -0]), [3]),
    ]);
  });
});
