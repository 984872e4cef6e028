import { confidencePenaltyOracle, expectGradient } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidencePenalty, hardCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const { log } = Math;
const lossOf = (rows: number[][], labels: number[], entropyWeight: number) =>
  valuesOf(() => confidencePenalty(tf.tensor2d(rows), tf.tensor1d(labels, "int32"), { entropyWeight }));

describe("confidencePenalty(student, labels, {entropyWeight})", () => {
  it("is the cross-entropy less the weighted entropy, worked by hand", () => {
    // q = (¼, ¾): −log ¾ − 2 (¼ log 4 + ¾ log 4/3).
    expect(lossOf([[0, log(3)]], [1], 2)).toBeAllClose([-log(3 / 4) - 2 * (0.25 * log(4) + 0.75 * log(4 / 3))]);
  });

  it("agrees with a float64 oracle at every shape and spread", () => {
    const property = fc.property(pairs, fc.double({ min: 0, max: 5, noNaN: true }), ({ student }, weight) => {
      const labels = student.map((row, index) => (index % (row.length + 1)) - 1);
      const expected = confidencePenaltyOracle(student, labels, weight);
      expect(lossOf(student, labels, weight)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-5 });
    });
    fc.assert(property, FIXED);
  });

  it.each([0, 0.1, 2])("has the exact gradient with a weight of %d", (entropyWeight) => {
    const labels = [4, -1, 0];
    const call = (z: tf.Tensor2D) => confidencePenalty(z, tf.tensor1d(labels, "int32"), { entropyWeight });
    expectGradient(call, [randomRows(1, 3, 5, 2)], {
      oracle: (z) => confidencePenaltyOracle(z!, labels, entropyWeight),
    });
  });

  it("is the hard cross-entropy with a weight of 0", () => {
    const rows = randomRows(2, 3, 5, 2);
    const hard = valuesOf(() => hardCrossEntropy(tf.tensor2d(rows), tf.tensor1d([4, -1, 0], "int32")));
    expect(lossOf(rows, [4, -1, 0], 0)).toEqual(hard);
  });

  it("stays finite for logits of ±1e4, and leaves a masked class out", () => {
    expect(lossOf([[1e4, -1e4, 0]], [1], 0.5)).toBeAllClose([2e4]);
    expect(lossOf([[1, -Infinity, 3]], [2], 0.5)).toBeAllClose(lossOf([[1, 3]], [1], 0.5));
    expect(lossOf([[1, -Infinity, 3]], [1], 0.5)).toEqual([Infinity]);
    const labels = tf.tensor1d([0], "int32");
    const call = (z: tf.Tensor2D) => confidencePenalty(z, labels, { entropyWeight: 0.5 });
    expect(gradientsOf(call, [[1e4, -Infinity, -1e4]]).flat(2)).toEqual([0, 0, 0]);
    labels.dispose();
  });
});
