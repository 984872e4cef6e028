import { expectGradient, labelSmoothedCrossEntropyOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hardCrossEntropy, labelSmoothedCrossEntropy } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const NAME = "labelSmoothedCrossEntropy";
const { log } = Math;
const lossOf = (rows: number[][], labels: number[], smoothing: number) =>
  valuesOf(() => labelSmoothedCrossEntropy(tf.tensor2d(rows), tf.tensor1d(labels, "int32"), { smoothing }));

describe("labelSmoothedCrossEntropy(student, labels, {smoothing})", () => {
  it("is the cross-entropy against smoothed labels, worked by hand", () => {
    // q = (¼, ¾), y = (0.1, 0.9).
    expect(lossOf([[0, log(3)]], [1], 0.2)).toBeAllClose([-0.9 * log(3 / 4) - 0.1 * log(1 / 4)]);
    // All smooth: y uniform whatever the label.
    expect(lossOf([[0, log(3)]], [0], 1)).toBeAllClose([-0.5 * log(3 / 4) - 0.5 * log(1 / 4)]);
  });

  it("agrees with a float64 oracle at every shape and spread", () => {
    const property = fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), ({ student }, smoothing) => {
      const labels = student.map((row, index) => (index % (row.length + 1)) - 1);
      const expected = labelSmoothedCrossEntropyOracle(student, labels, smoothing);
      expect(lossOf(student, labels, smoothing)).toBeAllClose(expected, { rtol: 1e-5, atol: 2e-6 });
    });
    fc.assert(property, FIXED);
  });

  it.each([0, 0.1, 1])("has the exact gradient with a smoothing of %d", (smoothing) => {
    const labels = [4, -1, 0];
    expectGradient(
      (z) => labelSmoothedCrossEntropy(z!, tf.tensor1d(labels, "int32"), { smoothing }),
      [randomRows(1, 3, 5, 2)],
      { oracle: (z) => labelSmoothedCrossEntropyOracle(z!, labels, smoothing) },
    );
  });

  it("is the hard cross-entropy without smoothing", () => {
    const rows = randomRows(2, 3, 5, 2);
    const hard = valuesOf(() => hardCrossEntropy(tf.tensor2d(rows), tf.tensor1d([4, -1, 0], "int32")));
    expect(lossOf(rows, [4, -1, 0], 0)).toBeAllClose(hard);
  });

  it("stays finite for logits of ±1e4, and is +∞ where a class is masked", () => {
    expect(lossOf([[1e4, -1e4, 0]], [1], 0.3)).toBeAllClose([0.8 * 2e4 + 0.1 * 1e4]);
    const labels = tf.tensor1d([1], "int32");
    const gradients = (row: number[]) =>
      gradientsOf((z) => labelSmoothedCrossEntropy(z, labels, { smoothing: 0.3 }), [row]).flat(2);
    expect(gradients([1e4, -1e4, 0])).toBeAllClose([0.9, -0.8, -0.1]);
    expect(lossOf([[0, 0, -Infinity]], [1], 0.3)).toEqual([Infinity]);
    expect(gradients([0, 0, -Infinity])).toBeAllClose([0.4, -0.3, -0.1]);
    labels.dispose();
  });

  it.each([
    [-0.1, "-0.1"],
    [1.5, "1.5"],
    [undefined, "undefined"],
  ])("refuses a smoothing of %s", (smoothing, shown) => {
    const attempt = () => lossOf([[0, 1]], [0], smoothing as number);
    expect(messageOf(attempt)).toBe(
      `${NAME}: smoothing must be a finite number, at least 0 and at most 1, got ${shown}`,
    );
  });
});
