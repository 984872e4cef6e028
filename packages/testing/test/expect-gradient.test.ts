import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { expectGradient, type Rows } from "../src/index.ts";

const rows = [
  [1, 2],
  [-0.5, 3],
];
const squares = (input: Rows) => input.map((line) => line.reduce((sum, cell) => sum + cell * cell, 0));

describe("expectGradient", () => {
  test("accepts a gradient that is right", () => {
    expectGradient((x) => tf.sum(tf.square(x), 1), [rows], { oracle: squares });
  });

  test("refuses a gradient that is wrong, also one that is only not multiplied by the incoming gradient", () => {
    const ignoresIncoming = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value: tf.sum(tf.square(x as tf.Tensor), 1),
        gradFunc: (_dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, 2),
      };
    });
    expect(() => expectGradient((x) => ignoresIncoming(x), [rows], { oracle: squares })).toThrow(/argument 0/);
  });

  test("differentiates every argument", () => {
    const firstOnly = tf.customGrad((x, y, save) => {
      (save as unknown as tf.GradSaveFunc)([x as tf.Tensor, y as tf.Tensor]);
      return {
        value: tf.sum(tf.mul(x as tf.Tensor, y as tf.Tensor), 1),
        gradFunc: (dy: tf.Tensor, [a, b]: tf.Tensor[]) => [tf.mul(tf.expandDims(dy, 1), b!), tf.zerosLike(a!)],
      };
    });
    const oracle = (x: Rows, y: Rows) => x.map((line, i) => line.reduce((sum, cell, j) => sum + cell * y[i]![j]!, 0));
    expect(() => expectGradient((x, y) => firstOnly(x, y), [rows, rows], { oracle })).toThrow(/argument 1/);
  });
});
