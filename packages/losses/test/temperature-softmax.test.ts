import { expectGradient, logProbsOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temperatureSoftmax } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (logits: tf.Tensor2D) => temperatureSoftmax(logits, { temperature });
const probsOf = (logits: Rows, temperature: number) => valuesOf(() => at(temperature)(tf.tensor2d(logits)));
const oracle = (logits: Rows, temperature: number) =>
  logits.map((row) => logProbsOracle(row, temperature).map(Math.exp));
// Unequal weights make one value per row of a row of probabilities, so that the whole Jacobian is checked.
const WEIGHTS = [1, -2, 3, 0.5, 4];
const { log } = Math;

describe("temperatureSoftmax(logits, {temperature})", () => {
  it("is exp(z / T) over its sum, worked by hand", () => {
    expect(probsOf([[0, log(3)]], 1)).toBeAllClose([1 / 4, 3 / 4]);
    // z / 2 = (0, log 4, log 5): 1, 4 and 5 tenths.
    expect(probsOf([[0, log(16), log(25)]], 2)).toBeAllClose([0.1, 0.4, 0.5]);
    // z / ½ = (0, log 9)
    expect(probsOf([[0, log(3)]], 0.5)).toBeAllClose([0.1, 0.9]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature, and its rows sum to 1", () => {
    fc.assert(
      fc.property(pairs, ({ student, temperature }) => {
        const probs = probsOf(student, temperature);
        expect(probs).toBeAllClose(oracle(student, temperature).flat(), { rtol: 2e-5, atol: 1e-30 });
        expect(probs.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(student.length, 5);
      }),
      FIXED,
    );
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient at T = %d", (temperature) => {
    expectGradient((z) => tf.sum(tf.mul(at(temperature)(z), WEIGHTS), 1), [randomRows(3, 3, 5, 3)], {
      oracle: (logits) =>
        oracle(logits!, temperature).map((row) => row.reduce((sum, q, column) => sum + q * WEIGHTS[column]!, 0)),
    });
  });

  it("tends to one-hot as T falls and to uniform as T rises", () => {
    expect(probsOf([[1, 2, 4]], 1e-3)).toEqual([0, 0, 1]);
    expect(probsOf([[1, 2, 4]], 1e3)).toBeAllClose([1 / 3, 1 / 3, 1 / 3], { rtol: 2e-3 });
    expect(probsOf([[4, 1, 4]], 1e-3)).toEqual([0.5, 0, 0.5]);
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const logits = [[1e4, -1e4, 9990]];
    expect(probsOf(logits, temperature)).toBeAllClose(oracle(logits, temperature).flat(), { rtol: 1e-5 });
    const gradient = gradientsOf((z) => tf.mul(at(temperature)(z), [1, 2, 3]), logits);
    expect(gradient.flat(2).every(Number.isFinite)).toBe(true);
  });

  it("does not lose small differences of large logits at a low temperature", () => {
    // 1e4 and the float32 number below it, 2⁻¹⁰ less: 0.977 apart at T = 1e-3, where z / T itself has only steps of 1.
    const logits = [[1e4, 1e4 - 2 ** -10]];
    expect(probsOf(logits, 1e-3)).toBeAllClose(oracle(logits, 1e-3).flat(), { rtol: 1e-5 });
  });

  it("gives a masked class probability 0 and no gradient", () => {
    expect(probsOf([[0, -Infinity, log(3)]], 1)).toBeAllClose([0.25, 0, 0.75]);
    const [gradient] = gradientsOf((z) => tf.mul(at(1)(z), [1, 5, 0]), [[0, -Infinity, log(3)]]);
    // q (w − Σ q w) with Σ q w = ¼.
    expect(gradient).toBeAllClose([[0.1875, 0, -0.1875]]);
  });
});
