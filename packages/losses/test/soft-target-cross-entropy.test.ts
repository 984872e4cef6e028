import { expectGradient, logProbsOracle, softTargetCrossEntropyOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softTargetCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (z: tf.Tensor2D, v: tf.Tensor2D) => softTargetCrossEntropy(z, v, { temperature });
const lossOf = (student: number[][], teacher: number[][], temperature: number) =>
  valuesOf(() => at(temperature)(tf.tensor2d(student), tf.tensor2d(teacher)));
const { log } = Math;

describe("softTargetCrossEntropy(student, teacher, {temperature})", () => {
  it("is T² · −Σ p log q, worked by hand", () => {
    // T = 1: p = (¼, ¾), q = (½, ½): −¼ log ½ − ¾ log ½ = log 2.
    expect(lossOf([[0, 0]], [[0, log(3)]], 1)).toBeAllClose([log(2)]);
    // T = 1: p = (½, ½), q = (¼, ¾): −½ log ¼ − ½ log ¾ = ½ log(16/3).
    expect(lossOf([[0, log(3)]], [[7, 7]], 1)).toBeAllClose([log(16 / 3) / 2]);
    // T = 2: z / T = (0, log 3), so q = (¼, ¾); v / T = (log 4, 0), so p = (⅘, ⅕):
    // 4 · (⅘ log 4 + ⅕ log(4/3)).
    expect(lossOf([[0, log(9)]], [[log(16), 0]], 2)).toBeAllClose([4 * (0.8 * log(4) + 0.2 * log(4 / 3))]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, temperature }) => {
        expect(lossOf(student, teacher, temperature)).toBeAllClose(
          softTargetCrossEntropyOracle(student, teacher, temperature),
          { rtol: 5e-6, atol: 1e-6 * temperature ** 2 },
        );
      }),
      FIXED,
    );
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(at(temperature), [randomRows(3, 3, 5, 3), randomRows(4, 3, 5, 3)], {
      oracle: (student, teacher) => softTargetCrossEntropyOracle(student!, teacher!, temperature),
    });
  });

  it("has the student's gradient T (q − p) at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, temperature }) => {
        const expected = student.map((row, index) => {
          const q = logProbsOracle(row, temperature).map(Math.exp);
          const p = logProbsOracle(teacher[index]!, temperature).map(Math.exp);
          return q.map((own, column) => temperature * (own - p[column]!));
        });
        const [gradient] = gradientsOf(at(temperature), student, teacher);
        expect(gradient).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 * temperature });
      }),
      FIXED,
    );
  });

  it("is smallest where student and teacher agree, and there its gradient is 0", () => {
    const teacher = randomRows(5, 1, 6, 2);
    const atAgreement = lossOf(teacher, teacher, 3)[0]!;
    for (let seed = 10; seed < 20; seed++) {
      expect(lossOf(randomRows(seed, 1, 6, 2), teacher, 3)[0]).toBeGreaterThan(atAgreement);
    }
    expect(gradientsOf(at(3), teacher, teacher)[0]).toEqual([[0, 0, 0, 0, 0, 0]]);
  });

  it("changes when the teacher's rows are shuffled", () => {
    const [student, teacher] = [randomRows(6, 2, 4), randomRows(7, 2, 4)];
    const shuffled = [teacher[1]!, teacher[0]!];
    expect(lossOf(student, shuffled, 2)).not.toBeAllClose(lossOf(student, teacher, 2), { rtol: 0.01 });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const student = [[1e4, -1e4, 0]];
    const teacher = [[-1e4, 1e4, 9999]];
    const expected = softTargetCrossEntropyOracle(student, teacher, temperature);
    expect(lossOf(student, teacher, temperature)).toBeAllClose(expected, { rtol: 1e-6 });
    const gradients = gradientsOf(at(temperature), student, teacher).flat(2);
    expect(gradients.every(Number.isFinite)).toBe(true);
    expect(gradients.some((cell) => cell !== 0)).toBe(true);
  });

  it("leaves out a class that is masked in both, or in the teacher only", () => {
    expect(lossOf([[1, -Infinity, 3]], [[2, -Infinity, 0]], 2)).toBeAllClose(lossOf([[1, 3]], [[2, 0]], 2));
    const smaller = gradientsOf(at(2), [[1, 3]], [[2, 0]]);
    gradientsOf(at(2), [[1, -Infinity, 3]], [[2, -Infinity, 0]]).forEach((gradient, position) => {
      const [[first, last]] = smaller[position] as [[number, number]];
      expect(gradient).toBeAllClose([[first, 0, last]]);
    });
    // Teacher only: p = (½, 0, ½), q = (⅓, ⅓, ⅓): log 3; the student still unlearns the class: T (q − p).
    expect(lossOf([[0, 0, 0]], [[5, -Infinity, 5]], 1)).toBeAllClose([log(3)]);
    const [student, teacher] = gradientsOf(at(1), [[0, 0, 0]], [[5, -Infinity, 5]]);
    expect(student).toBeAllClose([[1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2]]);
    expect(teacher).toBeAllClose([[0, 0, 0]]);
  });

  it("is +∞ where the student masks a class to which the teacher gives any mass, however little", () => {
    expect(lossOf([[0, -Infinity]], [[0, 0]], 1)).toEqual([Infinity]);
    // p = e⁻⁸⁷ = 1.6e-38, near the smallest normal float32; TensorFlow takes subnormal ones for 0.
    expect(lossOf([[0, -Infinity]], [[0, -87]], 1)).toEqual([Infinity]);
    expect(lossOf([[0, -Infinity]], [[0, -Infinity]], 1)).toEqual([0]);
    const gradients = gradientsOf(at(1), [[0, -Infinity]], [[0, 0]]);
    expect(gradients[0]).toBeAllClose([[0.5, -0.5]]);
    expect(gradients.flat(2).some(Number.isNaN)).toBe(false);
  });

  it("does not hide a NaN of either side", () => {
    expect(lossOf([[0, Number.NaN]], [[0, 0]], 1)).toEqual([Number.NaN]);
    expect(lossOf([[0, 0]], [[Number.NaN, 0]], 1)).toEqual([Number.NaN]);
    expect(lossOf([[0, Infinity]], [[0, 0]], 1)).toEqual([Number.NaN]);
  });
});
