import { expectGradient, klDivergenceOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { klDivergence, reverseKlDivergence } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (z: tf.Tensor2D, v: tf.Tensor2D) => reverseKlDivergence(z, v, { temperature });
const lossOf = (student: Rows, teacher: Rows, temperature: number) =>
  valuesOf(() => at(temperature)(tf.tensor2d(student), tf.tensor2d(teacher)));
const { log } = Math;

describe("reverseKlDivergence(student, teacher, {temperature})", () => {
  it("is T² · KL(student ‖ teacher), worked by hand", () => {
    // q = (¼, ¾), p = (½, ½): ¼ log ½ + ¾ log(3/2).
    expect(lossOf([[0, log(3)]], [[0, 0]], 1)).toBeAllClose([0.25 * log(1 / 2) + 0.75 * log(3 / 2)]);
    // T = 2: q = (¼, ¾), p = (⅘, ⅕): 4 · (¼ log(5/16) + ¾ log(15/4)).
    expect(lossOf([[0, log(9)]], [[log(16), 0]], 2)).toBeAllClose([4 * (0.25 * log(5 / 16) + 0.75 * log(15 / 4))]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, temperature, spread }) => {
        expect(lossOf(student, teacher, temperature)).toBeAllClose(klDivergenceOracle(student, teacher, temperature), {
          rtol: 5e-6,
          atol: 1e-6 * temperature ** 2 * (1 + spread / 10),
        });
      }),
      FIXED,
    );
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(at(temperature), [randomRows(3, 3, 5, 3), randomRows(4, 3, 5, 3)], {
      oracle: (student, teacher) => klDivergenceOracle(student!, teacher!, temperature),
    });
  });

  it("is klDivergence with the roles exchanged, gradients included", () => {
    const [student, teacher] = [randomRows(5, 3, 6, 4), randomRows(6, 3, 6, 4)];
    const exchanged = (z: tf.Tensor2D, v: tf.Tensor2D) => klDivergence(v, z, { temperature: 3 });
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    expect(lossOf(student, teacher, 3)).toBeAllClose(valuesOf(() => exchanged(z, v)));
    expect(gradientsOf(at(3), student, teacher)).toBeAllClose(gradientsOf(exchanged, student, teacher));
    expect(lossOf(student, teacher, 3)).not.toBeAllClose(
      valuesOf(() => exchanged(v, z)),
      { rtol: 0.01 },
    );
    tf.dispose([z, v]);
  });

  it.each([1e-3, 0.5, 7, 1e3])("is 0 between equals at T = %d, with gradients of 0", (temperature) => {
    const rows = randomRows(7, 3, 5, 5);
    expect(lossOf(rows, rows, temperature)).toEqual([0, 0, 0]);
    const gradients = gradientsOf(at(temperature), rows, rows).flat(2);
    expect(gradients).toBeAllClose(
      gradients.map(() => 0),
      { atol: 1e-30 },
    );
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const [student, teacher] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    const expected = klDivergenceOracle(student, teacher, temperature);
    expect(lossOf(student, teacher, temperature)).toBeAllClose(expected, { rtol: 1e-6 });
    expect(gradientsOf(at(temperature), student, teacher).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("leaves out a class that is masked in both, or in the student only", () => {
    expect(lossOf([[1, -Infinity, 3]], [[2, -Infinity, 0]], 2)).toBeAllClose(lossOf([[1, 3]], [[2, 0]], 2));
    const smaller = gradientsOf(at(2), [[1, 3]], [[2, 0]]);
    gradientsOf(at(2), [[1, -Infinity, 3]], [[2, -Infinity, 0]]).forEach((gradient, position) => {
      const [[first, last]] = smaller[position] as [[number, number]];
      expect(gradient).toBeAllClose([[first, 0, last]]);
    });
    // q = (½, 0, ½), p = (⅓, ⅓, ⅓): log(3/2).
    expect(lossOf([[5, -Infinity, 5]], [[0, 0, 0]], 1)).toBeAllClose([log(3 / 2)]);
    const [student, teacher] = gradientsOf(at(1), [[5, -Infinity, 5]], [[0, 0, 0]]);
    expect(student).toBeAllClose([[0, 0, 0]]);
    expect(teacher).toBeAllClose([[1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2]]);
  });

  it("is +∞ where the teacher masks a class to which the student gives any mass", () => {
    expect(lossOf([[0, 0]], [[0, -Infinity]], 1)).toEqual([Infinity]);
    expect(
      gradientsOf(at(1), [[0, 0]], [[0, -Infinity]])
        .flat(2)
        .some(Number.isNaN),
    ).toBe(false);
  });
});
