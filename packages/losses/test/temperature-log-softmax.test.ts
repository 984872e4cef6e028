import { expectGradient, logProbsOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temperatureLogSoftmax, temperatureSoftmax } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (logits: tf.Tensor2D) => temperatureLogSoftmax(logits, { temperature });
const logProbsOf = (logits: Rows, temperature: number) => valuesOf(() => at(temperature)(tf.tensor2d(logits)));
const oracle = (logits: Rows, temperature: number) => logits.map((row) => logProbsOracle(row, temperature));
const WEIGHTS = [1, -2, 3, 0.5, 4];
const { log } = Math;

describe("temperatureLogSoftmax(logits, {temperature})", () => {
  it("is z / T less the logarithm of the sum, worked by hand", () => {
    expect(logProbsOf([[0, log(3)]], 1)).toBeAllClose([-log(4), log(3 / 4)]);
    // z / 2 = (0, log 4, log 5), which sum to 10 after exp.
    expect(logProbsOf([[0, log(16), log(25)]], 2)).toBeAllClose([-log(10), log(0.4), log(0.5)]);
  });

  it("goes on where the logarithm of a softmax is −∞", () => {
    expect(logProbsOf([[0, 200]], 1)).toEqual([-200, 0]);
    expect(logProbsOf([[0, 1e4]], 1e-3)).toBeAllClose([-1e7, 0]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, temperature }) => {
        const expected = oracle(student, temperature).flat();
        expect(logProbsOf(student, temperature)).toBeAllClose(expected, { rtol: 1e-6, atol: 1e-6 });
      }),
      FIXED,
    );
  });

  it("is the logarithm of temperatureSoftmax", () => {
    const logits = tf.tensor2d(randomRows(5, 3, 4, 2));
    const expected = valuesOf(() => tf.log(temperatureSoftmax(logits, { temperature: 3 })));
    expect(valuesOf(() => at(3)(logits))).toBeAllClose(expected, { rtol: 1e-6, atol: 1e-6 });
    logits.dispose();
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient at T = %d", (temperature) => {
    expectGradient((z) => tf.sum(tf.mul(at(temperature)(z), WEIGHTS), 1), [randomRows(3, 3, 5, 3)], {
      oracle: (logits) =>
        oracle(logits!, temperature).map((row) => row.reduce((sum, own, column) => sum + own * WEIGHTS[column]!, 0)),
    });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const logits = [[1e4, -1e4, 9990]];
    expect(logProbsOf(logits, temperature)).toBeAllClose(oracle(logits, temperature).flat(), { rtol: 1e-6 });
    const gradient = gradientsOf((z) => tf.mul(at(temperature)(z), [1, 2, 3]), logits);
    expect(gradient.flat(2).every(Number.isFinite)).toBe(true);
  });

  it("leaves a masked class at −∞", () => {
    expect(logProbsOf([[0, -Infinity, log(3)]], 1)).toBeAllClose([-log(4), -Infinity, log(3 / 4)]);
    // w − q Σ w with q = (¼, 0, ¾) and Σ w = 1.
    const [gradient] = gradientsOf((z) => tf.mul(at(1)(z), [1, 0, 0]), [[0, -Infinity, log(3)]]);
    expect(gradient).toBeAllClose([[0.75, 0, -0.75]]);
  });
});
