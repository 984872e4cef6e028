import { expectGradient, focalCrossEntropyOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { focalCrossEntropy, hardCrossEntropy } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const { log } = Math;
const lossOf = (rows: number[][], labels: number[], focusing: number) =>
  valuesOf(() => focalCrossEntropy(tf.tensor2d(rows), tf.tensor1d(labels, "int32"), { focusing }));
const gradientOf = (row: number[], label: number, focusing: number) =>
  gradientsOf((z) => focalCrossEntropy(z, tf.tensor1d([label], "int32"), { focusing }), [row])[0]![0]!;

describe("focalCrossEntropy(student, labels, {focusing})", () => {
  it("weights the cross-entropy by the mass of the other classes, worked by hand", () => {
    // q = (¼, ¾): (1 − ¾)² · −log ¾, and √¾ · −log ¼.
    expect(lossOf([[0, log(3)]], [1], 2)).toBeAllClose([-log(3 / 4) / 16]);
    expect(lossOf([[0, log(3)]], [0], 0.5)).toBeAllClose([-Math.sqrt(3 / 4) * log(1 / 4)]);
  });

  it("agrees with a float64 oracle at every shape and spread", () => {
    const property = fc.property(pairs, fc.double({ min: 0, max: 5, noNaN: true }), ({ student }, focusing) => {
      const labels = student.map((row, index) => (index % (row.length + 1)) - 1);
      const expected = focalCrossEntropyOracle(student, labels, focusing);
      expect(lossOf(student, labels, focusing)).toBeAllClose(expected, { rtol: 2e-5, atol: 2e-6 });
    });
    fc.assert(property, FIXED);
  });

  it.each([0, 0.5, 1, 2, 5])("has the exact gradient with a focusing of %d", (focusing) => {
    const labels = [4, -1, 0];
    expectGradient((z) => focalCrossEntropy(z!, tf.tensor1d(labels, "int32"), { focusing }), [randomRows(1, 3, 5, 2)], {
      oracle: (z) => focalCrossEntropyOracle(z!, labels, focusing),
    });
  });

  it("is the hard cross-entropy without focusing", () => {
    const rows = randomRows(2, 3, 5, 2);
    const hard = valuesOf(() => hardCrossEntropy(tf.tensor2d(rows), tf.tensor1d([4, -1, 0], "int32")));
    expect(lossOf(rows, [4, -1, 0], 0)).toBeAllClose(hard);
  });

  it("keeps the digits of a sure student that its cross-entropy has", () => {
    const others = Math.exp(-6) / (1 + Math.exp(-6));
    expect(lossOf([[6, 0]], [0], 2)).toBeAllClose([others ** 2 * Math.log1p(Math.exp(-6))], { rtol: 1e-4, atol: 0 });
  });

  it.each([0, 0.5, 2])("is finite for logits of ±1e4, +∞ for a masked label, with a focusing of %d", (focusing) => {
    expect(lossOf([[1e4, -1e4]], [1], focusing)).toBeAllClose([2e4]);
    expect(gradientOf([1e4, -1e4], 1, focusing)).toBeAllClose([1, -1]);
    expect(lossOf([[1e4, -1e4]], [0], focusing)).toEqual([0]);
    expect(gradientOf([1e4, -1e4], 0, focusing)).toBeAllClose([0, 0]);
    expect(lossOf([[0, -Infinity]], [1], focusing)).toEqual([Infinity]);
    expect(gradientOf([0, -Infinity], 1, focusing)).toBeAllClose([1, -1]);
  });

  it.each([
    [-0.1, "-0.1"],
    [Number.NaN, "NaN"],
    [undefined, "undefined"],
  ])("refuses a focusing of %s", (focusing, shown) => {
    expect(messageOf(() => lossOf([[0, 1]], [0], focusing as number))).toBe(
      `focalCrossEntropy: focusing must be a finite number, at least 0, got ${shown}`,
    );
  });
});
