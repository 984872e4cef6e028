import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.transpose on repaired wasm", () => {
  it.each([
    [[128, 8]],
    [[128, 7]],
    [[128, 300]],
    [[256, 1]],
    [[1, 128]],
    [[65, 33]],
    [[12, 9]],
    [[60, 70]],
    [[512, 512]],
    [[0, 128]],
    [[128, 0]],
  ])("of shape %j equals the cpu backend", async (shape) => {
    await expectSameAsCpu(() => tf.transpose(numbers(shape)), { rtol: 0, atol: 0 });
  });

  it("equals the cpu backend for random matrices", async () => {
    const rows = fc.oneof(
      fc.integer({ min: 1, max: 3 }).map((n) => 128 * n),
      fc.integer({ min: 1, max: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 90 }), async (height, width) => {
        await expectSameAsCpu(() => tf.transpose(numbers([height, width])), { rtol: 0, atol: 0 });
      }),
      { seed: 20150309, numRuns: 40 },
    );
  });

  it("leaves other permutations to the stock kernel", async () => {
    await expectSameAsCpu(() => [
      tf.transpose(numbers([128, 9, 10]), [2, 0, 1]),
      tf.transpose(numbers([128, 9, 10]), [0, 2, 1]),
      tf.transpose(numbers([128, 9]), [0, 1]),
    ]);
  });

  it("moves integers, booleans, NaN and negative zero unchanged", async () => {
    const integers = Array.from({ length: 128 * 9 }, (_, index) => index - 600);
    await expectSameAsCpu(() => [
      tf.transpose(tf.tensor2d(integers, [128, 9], "int32")),
      tf.transpose(
        tf.tensor2d(
          integers.map((value) => value % 3 === 0),
          [128, 9],
          "bool",
        ),
      ),
    ]);
    const special = tf.tensor2d(
      integers.map((value) => (value % 2 === 0 ? Number.NaN : -0)),
      [128, 9],
    );
    const turned = tf.transpose(special);
    expect(turned.dataSync()[0]).toBeNaN();
    expect(Object.is(turned.dataSync()[1], -0)).toBe(true);
    tf.dispose([special, turned]);
  });

  it("has the cpu backend's gradient", async () => {
    await expectSameAsCpu(() => {
      const weighted = (x: tf.Tensor) => tf.sum(tf.mul(tf.transpose(x), numbers([70, 128], 3)));
      return tf.grad(weighted)(numbers([128, 70]));
    });
  });
});
