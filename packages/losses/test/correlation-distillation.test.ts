import { correlationDistillationOracle, expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlationDistillation, type Temperature } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

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

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    let compared = 0;
    const property = fc.property(pairs, ({ student: z, teacher: v, temperature }) => {
      const oracle = (by: number) => {
        const nudge = (rows: Rows) => rows.map((row, r) => row.map((x, c) => x * (1 + ((r + c) % 2 === 0 ? by : -by))));
        return correlationDistillationOracle(nudge(z), nudge(v), { temperature, interWeight: 1, intraWeight: 2 });
      };
      const [expected, nudged] = [oracle(0), oracle(1e-7)];
      const size = temperature ** 2;
      // Nothing is asked where the last digit of the logits decides, as it does between columns that hardly differ.
      fc.pre(expected.every((value, row) => Math.abs(value - nudged[row]!) < 2e-6 * size));
      expect(lossOf(z, v, temperature)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-5 * size });
      compared++;
    });
    fc.assert(property, FIXED);
    expect(compared).toBeGreaterThanOrEqual(FIXED.numRuns);
  });

  it.each([0.05, 0.5, 1, 4, 20, 1000])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(bind(temperature), [student, teacher], {
      oracle: (z, v) => correlationDistillationOracle(z!, v!, { temperature, interWeight: 1, intraWeight: 2 }),
      rtol: 1e-4,
      atol: 1e-5,
    });
  });

  it("is 0 between equals, and for probabilities that are stretched", () => {
    expect(lossOf(teacher, teacher, 2)).toBeAllClose([0, 0, 0, 0], { atol: 1e-5 });
    // (1, 2, 3) / 6 and (3, 4, 5) / 12.
    expect(lossOf([[log(3), log(4), log(5)]], [[0, log(2), log(3)]], 1, 1, 0)).toBeAllClose([0], { atol: 1e-6 });
  });

  it("is 0 between equals that are almost sure of one class, whose probability varies in its eighth digit", () => {
    const sure = [
      [0, -16, -17],
      [0, -17, -16],
      [0, -16.5, -18],
    ];
    expect(lossOf(sure, sure, 1, 0, 1)).toEqual([0, 0, 0]);
    expect(lossOf(sure, sure, 1, 1, 0)).toEqual([0, 0, 0]);
    const other = sure.map((row) => row.map((logit) => logit * 1.25));
    const expected = correlationDistillationOracle(other, sure, { temperature: 1, interWeight: 0, intraWeight: 1 });
    expect(lossOf(other, sure, 1, 0, 1)).toBeAllClose(expected, { rtol: 1e-4 });
  });

  describe("with a sure teacher", () => {
    const sure = (rows: Rows, gap: number) =>
      rows.map((row, index) => row.with((index * 7) % row.length, Math.fround(row[0]! + gap)));
    const options = { temperature: 1, interWeight: 1, intraWeight: 1 };
    const oracle = (z: Rows, v: Rows) => correlationDistillationOracle(z, v, options);

    it.each([
      ["fresh", 18],
      ["trained", 18],
      ["trained", 30],
    ])("has the value and the gradients of float64 for a %s student at a gap of %d, of 100 classes", (kind, gap) => {
      const theirs = sure(randomRows(11, 64, 100, 2), gap);
      const ours = kind === "fresh" ? randomRows(12, 64, 100, 0.5) : sure(randomRows(12, 64, 100, 2), gap);
      expect(lossOf(ours, theirs, 1, 1, 1)).toBeAllClose(oracle(ours, theirs), { rtol: 2e-6 });
      // Too many numbers for differences of each: along a direction, then.
      const gradients = gradientsOf(bind(1, 1, 1), ours, theirs);
      const direction = randomRows(13, 64, 100);
      const flat = direction.flat();
      const step = (rows: Rows, by: number) => rows.map((row, i) => row.map((x, j) => x + by * direction[i]![j]!));
      const slopes = [
        [oracle(step(ours, 1e-5), theirs), oracle(step(ours, -1e-5), theirs)],
        [oracle(ours, step(theirs, 1e-5)), oracle(ours, step(theirs, -1e-5))],
      ].map(([up, down]) => up!.reduce((sum, value, row) => sum + value - down![row]!, 0) / 2e-5);
      gradients.forEach((gradient, position) => {
        const along = gradient.flat().reduce((sum, x, index) => sum + x * flat[index]!, 0);
        expect(Math.abs(along - slopes[position]!)).toBeLessThan(2e-5 * Math.hypot(...gradient.flat()));
      });
    });

    it.each([10, 18, 30, 60, 200])("has the exact gradient of each number at a gap of %d", (gap) => {
      const [z, v] = [randomRows(14, 5, 4, 1), sure(randomRows(15, 5, 4, 2), gap)];
      for (const ours of [z, sure(z, gap)]) {
        expectGradient(bind(1, 1, 1), [ours, v], { oracle: (a, b) => oracle(a!, b!), rtol: 1e-4, atol: 1e-6 });
      }
    });
  });

  it.each([1e-2, 1, 20, 1e3])("counts a class that all rows mask as uncorrelated at T = %d", (temperature) => {
    const mask = (rows: Rows) => rows.map((row) => [...row.slice(0, 2), -Infinity, ...row.slice(2)]);
    const size = temperature ** 2;
    for (const classes of [3, 4]) {
      const [z, v] = [randomRows(5, 4, classes, 2), randomRows(6, 4, classes, 2)];
      const intra = lossOf(z, v, temperature, 0, 1)[0]! / size;
      const masked = lossOf(mask(z), mask(v), temperature, 0, 1)[0]! / size;
      expect(masked).toBeCloseTo(1 - (classes / (classes + 1)) * (1 - intra), 5);
      const options = { temperature, interWeight: 1, intraWeight: 2 };
      const expected = correlationDistillationOracle(mask(z), mask(v), options);
      expect(lossOf(mask(z), mask(v), temperature)).toBeAllClose(expected, { rtol: 1e-5 });
      const gradients = gradientsOf(bind(temperature), mask(z), mask(v));
      expect(gradients.every((gradient) => gradient.every((row) => row[2] === 0))).toBe(true);
    }
  });

  it("tells the rows of 10,000 classes apart at T = 1000, 30 % of them masked", () => {
    const mask = (rows: Rows) => rows.map((row) => row.map((logit, c) => (c % 10 < 3 ? -Infinity : logit)));
    const [z, v] = [mask(randomRows(7, 2, 10_000, 2)), mask(randomRows(8, 2, 10_000, 2))];
    // Two examples correlate by the signs of their differences, here of log p.
    const signs = (rows: Rows) => {
      const sums = rows.map((row) => row.reduce((sum, logit) => sum + Math.exp(logit / 1000), 0));
      return rows[0]!.map((logit, c) => Math.sign((logit - rows[1]![c]!) / 1000 - log(sums[0]! / sums[1]!)) || 0);
    };
    const theirs = signs(v);
    const agreement = signs(z).reduce((sum, sign, c) => sum + sign * theirs[c]!, 0) / 10_000;
    // Within a few classes that hardly differ.
    expect(Math.abs(lossOf(z, v, 1000, 0, 1)[0]! - 1e6 * (1 - agreement))).toBeLessThan(1e6 * (4 / 10_000));
    // Rows agree in what they mask, so little is left: 1 − ρ is about 1e-5.
    const some = (rows: Rows) => rows.map((row) => row.slice(0, 1000));
    const options = { temperature: 1000, interWeight: 1, intraWeight: 0 };
    const expected = correlationDistillationOracle(some(z), some(v), options);
    expect(lossOf(some(z), some(v), 1000, 1, 0)).toBeAllClose(expected, { rtol: 2e-5 });
  });

  it("counts a class as uncorrelated whose probability is the same but for the order of a sum", () => {
    // Each example has the same numbers in another order, but for the first class.
    const turned = (row: readonly number[]) =>
      Array.from({ length: 6 }, (_, by) => [0.3, ...row.slice(by), ...row.slice(0, by)]);
    for (const [classes, scale] of [
      [4, 1e-3],
      [50, 1],
      [50, 8],
      [1000, 2],
    ] as const) {
      const rows = turned(randomRows(9, 1, classes, scale)[0]!);
      const others = lossOf(rows, rows, 1, 0, 1)[0]!;
      expect(others).toBeCloseTo(1 / (classes + 1), 6);
      expect(
        gradientsOf(bind(1, 0, 1), rows, randomRows(10, 6, classes + 1))[0]!
          .flat()
          .every(Number.isFinite),
      ).toBe(true);
    }
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
});
