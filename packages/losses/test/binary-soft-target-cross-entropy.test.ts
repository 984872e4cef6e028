import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { binarySoftTargetCrossEntropy, softTargetCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const { log } = Math;
const at = (temperature: number) => (z: tf.Tensor2D, v: tf.Tensor2D) =>
  binarySoftTargetCrossEntropy(z, v, { temperature });
const lossOf = (z: number[][], v: number[][], temperature: number) =>
  valuesOf(() => at(temperature)(tf.tensor2d(z), tf.tensor2d(v)));

describe("binarySoftTargetCrossEntropy(student, teacher, {temperature})", () => {
  it("is T² · −Σ (p log q + (1 − p) log(1 − q)), worked by hand", () => {
    // T = 1: p = ⅘, q = ¾. T = 2 of twice the logits: the same times 4.
    const one = -0.8 * log(3 / 4) - 0.2 * log(1 / 4);
    expect(lossOf([[log(3)]], [[log(4)]], 1)).toBeAllClose([one]);
    expect(lossOf([[2 * log(3), 0]], [[2 * log(4), 0]], 2)).toBeAllClose([4 * (one + log(2))]);
  });

  it.each([0.5, 4])("is softTargetCrossEntropy of each class against a logit of 0, at T = %d", (temperature) => {
    const [z, v] = [randomRows(1, 5, 1, 3), randomRows(2, 5, 1, 3)];
    const pairs = (rows: number[][]) => tf.tensor2d(rows.map(([logit]) => [logit!, 0]));
    const expected = valuesOf(() => softTargetCrossEntropy(pairs(z), pairs(v), { temperature }));
    expect(lossOf(z, v, temperature)).toBeAllClose(expected, { rtol: 1e-6 });
  });

  it("is least, with a gradient of 0, where the student says what the teacher says", () => {
    const rows = randomRows(3, 2, 4, 2);
    expect(gradientsOf((z) => at(3)(z, tf.tensor2d(rows)), rows).flat(2)).toEqual(Array(8).fill(0));
    const [least] = lossOf([rows[0]!], [rows[0]!], 3);
    for (const by of [-0.1, 0.1]) {
      expect(lossOf([rows[0]!.map((x) => x + by)], [rows[0]!], 3)[0]).toBeGreaterThan(least!);
    }
  });

  it("leaves out a class that both rule out, and is +∞ where the student alone does", () => {
    expect(lossOf([[-Infinity, 1]], [[-Infinity, 2]], 2)).toBeAllClose(lossOf([[1]], [[2]], 2));
    expect(lossOf([[5, 1]], [[-Infinity, 2]], 1)).toBeAllClose([log(1 + Math.exp(5)) + lossOf([[1]], [[2]], 1)[0]!]);
    expect(lossOf([[-Infinity]], [[-3]], 2)).toEqual([Infinity]);
    for (const [z, v] of [
      [-Infinity, -Infinity],
      [5, -Infinity],
      [-Infinity, 5],
    ] as const) {
      expect(
        gradientsOf(at(2), [[z]], [[v]])
          .flat(2)
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  it("refuses a second derivative instead of getting it wrong", () => {
    const inner = tf.grad((z) => tf.sum(at(2)(z as tf.Tensor2D, tf.ones([1, 2]))));
    const second = () => tf.tidy(() => tf.grad((z) => tf.sum(tf.square(inner(z))))(tf.ones([1, 2])));
    expect(second).toThrow("binarySoftTargetCrossEntropy: second derivatives are not available");
  });
});
