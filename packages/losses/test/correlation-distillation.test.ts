import { correlationDistillationOracle, expectGradient } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlationDistillation, type Temperature } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { itChecksItsWeight } from "./support/labelled-contract.ts";
import { itChecksItsTemperature, itIgnoresShifts, itKeepsThePairContract } from "./support/pair-contract.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const NAME = "correlationDistillation";
const { log } = Math;
const [student, teacher] = [randomRows(1, 4, 5, 2), randomRows(2, 4, 5, 2)];
const bind =
  (temperature: Temperature, interWeight = 1, intraWeight = 2) =>
  (z: tf.Tensor2D, v: tf.Tensor2D) =>
    correlationDistillation(z, v, { temperature, interWeight, intraWeight });
const lossOf = (z: number[][], v: number[][], temperature: Temperature, inter = 1, intra = 2) =>
  valuesOf(() => bind(temperature, inter, intra)(tf.tensor2d(z), tf.tensor2d(v)));

describe("correlationDistillation(student, teacher, {temperature, interWeight, intraWeight})", () => {
  it("correlates each row, and over the batch each column, worked by hand", () => {
    // Rows of two correlate by ±1: 1 − 1 and 1 + 1. Columns of two likewise: student falls, teacher rises: 1 + 1.
    const [z, v] = [
      [
        [2, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [3, 5],
      ],
    ];
    expect(lossOf(z, v, 1, 1, 0)).toBeAllClose([0, 2], { atol: 1e-6 });
    expect(
      lossOf(
        z,
        [
          [1, 0],
          [9, 0],
        ],
        1,
        0,
        1,
      ),
    ).toBeAllClose([2, 2]);
    // p = (1, 2, 3) / 6, q = (3, 1, 2) / 6: deviations (−1, 0, 1) and (1, −1, 0): ρ = −½. T² = 4 at doubled logits.
    const [q, p] = [[[2 * log(3), 0, 2 * log(2)]], [[0, 2 * log(2), 2 * log(3)]]];
    expect(lossOf(q, p, 2, 1, 0)).toBeAllClose([4 * 1.5]);
  });

  it("agrees with a float64 oracle at every shape and temperature", () => {
    const property = fc.property(pairs, ({ student: z, teacher: v, temperature, spread }) => {
      // Beyond, a probability of almost 1 differs between rows by less than float32 can tell.
      fc.pre(spread < 8 && spread > 0.1 && z.length > 1);
      const options = { temperature, interWeight: 1, intraWeight: 2 };
      const expected = correlationDistillationOracle(z, v, options);
      fc.pre(expected.every(Number.isFinite));
      expect(lossOf(z, v, temperature)).toBeAllClose(expected, { rtol: 1e-4, atol: 2e-4 * temperature ** 2 });
    });
    fc.assert(property, FIXED);
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(bind(temperature), [student, teacher], {
      oracle: (z, v) => correlationDistillationOracle(z!, v!, { temperature, interWeight: 1, intraWeight: 2 }),
      rtol: 1e-3,
      atol: 1e-4,
    });
  });

  it("is exact at a temperature of 1000, where the probabilities of a row differ in their last digits", () => {
    const options = { temperature: 1000, interWeight: 1, intraWeight: 2 };
    const expected = correlationDistillationOracle(student, teacher, options);
    expect(lossOf(student, teacher, 1000)).toBeAllClose(expected, { rtol: 1e-5 });
  });

  it("is 0 between equals, and for probabilities that are stretched", () => {
    expect(lossOf(teacher, teacher, 2)).toBeAllClose([0, 0, 0, 0], { atol: 1e-5 });
    // (1, 2, 3) / 6 and (3, 4, 5) / 12.
    expect(lossOf([[log(3), log(4), log(5)]], [[0, log(2), log(3)]], 1, 1, 0)).toBeAllClose([0], { atol: 1e-6 });
  });

  it("counts a row or a column of equal numbers as uncorrelated, with gradients of 0", () => {
    expect(lossOf([[3, 3, 3]], [[1, 2, 3]], 2, 1, 2)).toEqual([4 + 8]);
    expect(
      gradientsOf(bind(2), [[3, 3, 3]], [[1, 2, 3]])
        .flat(2)
        .map(Math.abs),
    ).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("takes a temperature for each row, in the terms of rows", () => {
    const temperatures = [0.5, 2, 4, 20];
    const alone = temperatures.flatMap((t, row) => lossOf([student[row]!], [teacher[row]!], t, 1, 0));
    expect(lossOf(student, teacher, temperatures, 1, 0)).toBeAllClose(alone, { rtol: 1e-4 });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 and masks at T = %d, value and gradient", (temperature) => {
    const [z, v] = [
      [
        [1e4, -1e4, 0, -Infinity],
        [0, 1, 2, 3],
      ],
      [
        [-1e4, 1e4, 9999, -Infinity],
        [5, -Infinity, 0, 0],
      ],
    ];
    expect(lossOf(z, v, temperature).every(Number.isFinite)).toBe(true);
    expect(gradientsOf(bind(temperature), z, v).flat(2).every(Number.isFinite)).toBe(true);
  });

  // With the terms of rows alone, it is a loss like the others.
  itKeepsThePairContract(NAME, "teacherLogits", bind(2, 1, 0));
  itIgnoresShifts(bind(2));
  const ones = tf.ones([2, 3]) as tf.Tensor2D;
  const one = { temperature: 1, interWeight: 1, intraWeight: 1 };
  itChecksItsTemperature(NAME, (options) => correlationDistillation(ones, ones, options && { ...one, ...options }));
  itChecksItsWeight(NAME, "interWeight", (interWeight) => correlationDistillation(ones, ones, { ...one, interWeight }));
  itChecksItsWeight(NAME, "intraWeight", (intraWeight) => correlationDistillation(ones, ones, { ...one, intraWeight }));
});
