import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { applyMaxNorm } from "../src/index.ts";

describe("applyMaxNorm(variables, { radius })", () => {
  test("shortens each unit's incoming vector to the radius and leaves shorter ones as they are", () => {
    // Columns (3, 4), (0.5, 0) and (0, 0) have norms 5, 0.5 and 0.
    const kernel = tf.variable(
      tf.tensor2d([
        [3, 0.5, 0],
        [4, 0, 0],
      ]),
    );
    applyMaxNorm([kernel], { radius: 2 });
    expect(kernel).toBeAllClose([
      [1.2, 0.5, 0],
      [1.6, 0, 0],
    ]);
    kernel.dispose();
  });

  test("takes all axes but the last as incoming, for convolutions", () => {
    // One output unit with incoming weights 1, 2, 2: norm 3.
    const kernel = tf.variable(tf.tensor4d([1, 2, 2], [3, 1, 1, 1]));
    applyMaxNorm([kernel], { radius: 1.5 });
    expect(kernel).toBeAllClose(tf.tensor4d([0.5, 1, 1], [3, 1, 1, 1]));
    kernel.dispose();
  });

  test("allocates nothing", () => {
    const kernel = tf.variable(tf.ones([3, 2]));
    expect(() => applyMaxNorm([kernel], { radius: 1 })).toAllocate(0);
    kernel.dispose();
  });

  test("names what is wrong", () => {
    const bias = tf.variable(tf.zeros([3]));
    expect(() => applyMaxNorm([bias], { radius: 1 })).toThrow(
      /^applyMaxNorm: variables\[0\] must have rank 2 or more, got rank 1$/,
    );
    expect(() => applyMaxNorm([], { radius: 0 })).toThrow(
      /^applyMaxNorm: radius must be a positive finite number, got 0$/,
    );
    bias.dispose();
  });
});
