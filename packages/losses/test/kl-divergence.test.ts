import { expectGradient, klDivergenceOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entropy, klDivergence, softTargetCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, permuted, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (z: tf.Tensor2D, v: tf.Tensor2D) => klDivergence(z, v, { temperature });
const lossOf = (student: Rows, teacher: Rows, temperature: number) =>
  valuesOf(() => at(temperature)(tf.tensor2d(student), tf.tensor2d(teacher)));
const { log } = Math;

describe("klDivergence(student, teacher, {temperature})", () => {
  it("is T² · KL(teacher ‖ student), worked by hand", () => {
    // p = (¼, ¾), q = (½, ½): ¼ log ½ + ¾ log(3/2).
    expect(lossOf([[0, 0]], [[0, log(3)]], 1)).toBeAllClose([0.25 * log(1 / 2) + 0.75 * log(3 / 2)]);
    // T = 2: p = (⅘, ⅕), q = (¼, ¾): 4 · (⅘ log(16/5) + ⅕ log(4/15)).
    expect(lossOf([[0, log(9)]], [[log(16), 0]], 2)).toBeAllClose([4 * (0.8 * log(16 / 5) + 0.2 * log(4 / 15))]);
  });

  it("is the divergence from the teacher, not from the student", () => {
    // p = (½, ½), q = (¼, ¾): ½ log 2 + ½ log(2/3); the other way round it would be 0.1308.
    expect(lossOf([[0, log(3)]], [[0, 0]], 1)).toBeAllClose([0.5 * log(2) + 0.5 * log(2 / 3)]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, temperature, spread }) => {
        expect(lossOf(student, teacher, temperature)).toBeAllClose(klDivergenceOracle(teacher, student, temperature), {
          rtol: 5e-6,
          atol: 1e-6 * temperature ** 2 * (1 + spread / 10),
        });
      }),
      FIXED,
    );
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(at(temperature), [randomRows(3, 3, 5, 3), randomRows(4, 3, 5, 3)], {
      oracle: (student, teacher) => klDivergenceOracle(teacher!, student!, temperature),
    });
  });

  it("is the soft-target cross-entropy less T² times the teacher's entropy, with the same student gradient", () => {
    const [student, teacher] = [randomRows(5, 3, 6, 4), randomRows(6, 3, 6, 4)];
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    const difference = () =>
      tf.sub(softTargetCrossEntropy(z, v, { temperature: 3 }), tf.mul(entropy(v, { temperature: 3 }), 9));
    expect(lossOf(student, teacher, 3)).toBeAllClose(valuesOf(difference), { rtol: 1e-5 });
    const crossEntropy = (a: tf.Tensor2D, b: tf.Tensor2D) => softTargetCrossEntropy(a, b, { temperature: 3 });
    expect(gradientsOf(at(3), student, teacher)[0]).toEqual(gradientsOf(crossEntropy, student, teacher)[0]);
    tf.dispose([z, v]);
  });

  it.each([1e-3, 0.5, 7, 1e3])("is 0 between equals at T = %d, with gradients of 0", (temperature) => {
    const rows = randomRows(7, 3, 5, 5);
    expect(lossOf(rows, rows, temperature)).toEqual([0, 0, 0]);
    expect(
      gradientsOf(at(temperature), rows, rows)
        .flat(2)
        .every((cell) => cell === 0),
    ).toBe(true);
  });

  it("changes when the teacher is shuffled", () => {
    const [student, teacher] = [randomRows(8, 2, 4), randomRows(9, 2, 4)];
    const shuffled = permuted(teacher, [1, 2, 3, 0]);
    expect(lossOf(student, shuffled, 2)).not.toBeAllClose(lossOf(student, teacher, 2), { rtol: 0.01 });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const [student, teacher] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    const expected = klDivergenceOracle(teacher, student, temperature);
    expect(lossOf(student, teacher, temperature)).toBeAllClose(expected, { rtol: 1e-6 });
    expect(gradientsOf(at(temperature), student, teacher).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("leaves out a class that is masked in both, or in the teacher only", () => {
    expect(lossOf([[1, -Infinity, 3]], [[2, -Infinity, 0]], 2)).toBeAllClose(lossOf([[1, 3]], [[2, 0]], 2));
    const smaller = gradientsOf(at(2), [[1, 3]], [[2, 0]]);
    gradientsOf(at(2), [[1, -Infinity, 3]], [[2, -Infinity, 0]]).forEach((gradient, position) => {
      const [[first, last]] = smaller[position] as [[number, number]];
      expect(gradient).toBeAllClose([[first, 0, last]]);
    });
    // p = (½, 0, ½), q = (⅓, ⅓, ⅓): log(3/2).
    expect(lossOf([[0, 0, 0]], [[5, -Infinity, 5]], 1)).toBeAllClose([log(3 / 2)]);
    const [student, teacher] = gradientsOf(at(1), [[0, 0, 0]], [[5, -Infinity, 5]]);
    expect(student).toBeAllClose([[1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2]]);
    expect(teacher).toBeAllClose([[0, 0, 0]]);
  });

  it("is +∞ where the student masks a class to which the teacher gives any mass", () => {
    expect(lossOf([[0, -Infinity]], [[0, 0]], 1)).toEqual([Infinity]);
    // p = e⁻⁸⁷ = 1.6e-38, near the smallest normal float32; TensorFlow takes subnormal ones for 0.
    expect(lossOf([[0, -Infinity]], [[0, -87]], 1)).toEqual([Infinity]);
    const gradients = gradientsOf(at(1), [[0, -Infinity]], [[0, 0]]);
    expect(gradients[0]).toBeAllClose([[0.5, -0.5]]);
    expect(gradients.flat(2).some(Number.isNaN)).toBe(false);
  });

  it("does not hide a NaN of either side", () => {
    expect(lossOf([[0, Number.NaN]], [[0, 0]], 1)).toEqual([Number.NaN]);
    expect(lossOf([[0, 0]], [[Number.NaN, 0]], 1)).toEqual([Number.NaN]);
  });
});
