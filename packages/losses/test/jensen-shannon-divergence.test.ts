import { expectGradient, jensenShannonDivergenceOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jensenShannonDivergence, type Temperature } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const { log } = Math;
const at = (temperature: Temperature) => (z: tf.Tensor2D, v: tf.Tensor2D) =>
  jensenShannonDivergence(z, v, { temperature });
const lossOf = (student: Rows, teacher: Rows, temperature: Temperature) =>
  valuesOf(() => at(temperature)(tf.tensor2d(student), tf.tensor2d(teacher)));

describe("jensenShannonDivergence(student, teacher, {temperature})", () => {
  it("is T² · (½ KL(p ‖ m) + ½ KL(q ‖ m)), worked by hand", () => {
    // p = (¼, ¾), q = (½, ½), m = (⅜, ⅝).
    const toMiddle = 0.25 * log(2 / 3) + 0.75 * log(6 / 5) + 0.5 * log(4 / 3) + 0.5 * log(4 / 5);
    expect(lossOf([[0, 0]], [[0, log(3)]], 1)).toBeAllClose([toMiddle / 2]);
    expect(lossOf([[0, 0]], [[0, 2 * log(3)]], 2)).toBeAllClose([4 * (toMiddle / 2)]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    const property = fc.property(pairs, ({ student, teacher, temperature }) => {
      const expected = jensenShannonDivergenceOracle(student, teacher, temperature);
      expect(lossOf(student, teacher, temperature)).toBeAllClose(expected, {
        rtol: 5e-6,
        atol: 1e-6 * temperature ** 2,
      });
    });
    fc.assert(property, FIXED);
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(at(temperature), [randomRows(3, 3, 5, 3), randomRows(4, 3, 5, 3)], {
      oracle: (student, teacher) => jensenShannonDivergenceOracle(student!, teacher!, temperature),
      atol: 1e-5,
    });
  });

  it("is the same for both, 0 between equals, and at most T² · log 2", () => {
    const [z, v] = [randomRows(5, 3, 6, 4), randomRows(6, 3, 6, 4)];
    expect(lossOf(z, v, 3)).toBeAllClose(lossOf(v, z, 3), { rtol: 1e-6 });
    expect(lossOf(z, z, 3)).toBeAllClose([0, 0, 0], { atol: 1e-6 });
    expect(lossOf([[1e4, -1e4]], [[-1e4, 1e4]], 2)).toBeAllClose([4 * log(2)]);
  });

  it("takes a temperature for each row", () => {
    const [z, v] = [randomRows(5, 3, 6, 4), randomRows(6, 3, 6, 4)];
    const alone = [0.5, 4, 20].flatMap((temperature, row) => lossOf([z[row]!], [v[row]!], temperature));
    expect(lossOf(z, v, [0.5, 4, 20])).toBeAllClose(alone, { rtol: 1e-4 });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const [z, v] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    expect(lossOf(z, v, temperature)).toBeAllClose(jensenShannonDivergenceOracle(z, v, temperature), { rtol: 1e-5 });
    expect(gradientsOf(at(temperature), z, v).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("stays finite where one side masks a class, and leaves out one that both mask", () => {
    // q = (1, 0), p = (½, ½), m = (¾, ¼): ½ (log 4/3 + ½ log ⅔ + ½ log 2).
    const expected = 0.5 * (log(4 / 3) + 0.5 * log(2 / 3) + 0.5 * log(2));
    expect(lossOf([[0, -Infinity]], [[0, 0]], 1)).toBeAllClose([expected]);
    expect(lossOf([[0, 0]], [[0, -Infinity]], 1)).toBeAllClose([expected]);
    expect(
      gradientsOf(at(1), [[0, -Infinity]], [[0, 0]])
        .flat(2)
        .every(Number.isFinite),
    ).toBe(true);
    expect(lossOf([[1, -Infinity, 3]], [[2, -Infinity, 0]], 2)).toBeAllClose(lossOf([[1, 3]], [[2, 0]], 2));
  });

  it("does not hide a NaN of either side", () => {
    expect(lossOf([[0, Number.NaN]], [[0, 0]], 1)).toEqual([Number.NaN]);
    expect(lossOf([[0, 0]], [[Number.NaN, 0]], 1)).toEqual([Number.NaN]);
  });
});
