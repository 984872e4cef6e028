import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const FUNCTIONS = [
  ["exp", tf.exp, Math.exp],
  ["tanh", tf.tanh, Math.tanh],
] as const;

describe.each(FUNCTIONS)("tf.%s on repaired wasm", (_, compute, exact) => {
  it("is within two units in the last place of the exact value, in every binade", async () => {
    const x = Float32Array.from(
      { length: 40_001 },
      (_, index) => (index % 2 === 0 ? 1 : -1) * 2 ** (index / 1500 - 20),
    );
    const y = await compute(tf.tensor1d(x)).data();
    const worst = x.reduce((most, value, index) => {
      const expected = exact(value);
      if (Math.abs(expected) > 3.4e38 || Math.abs(expected) < 1.2e-38) return most;
      return Math.max(most, Math.abs(y[index]! - expected) / Math.abs(expected));
    }, 0);
    expect(worst).toBeLessThan(2 ** -22);
  });

  it("has the right limits", async () => {
    const limits = [0, -0, 1e30, -1e30, Infinity, -Infinity, Number.NaN];
    expect([...(await compute(tf.tensor1d(limits)).data())]).toEqual(limits.map(exact));
  });

  it("equals the cpu backend for sizes around a vector's and a cache line's, with its gradient", async () => {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 35]) {
      await expectSameAsCpu(() => [compute(numbers([size])), tf.grad((x: tf.Tensor) => compute(x))(numbers([size]))]);
    }
  });
});
