import { decoupledDistillationOracle, expectGradient } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoupledDistillation, klDivergence, type LabelledTargets, type Temperature } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const NAME = "decoupledDistillation";
const { log } = Math;
const [student, teacher, LABELS] = [randomRows(1, 3, 5, 2), randomRows(2, 3, 5, 2), [4, 0, 2]];
const WEIGHTS = { targetWeight: 1, nonTargetWeight: 8 };
const bind =
  (labels: number[], temperature: Temperature, weights = WEIGHTS) =>
  (z: tf.Tensor2D, teacherLogits: tf.Tensor2D) =>
    decoupledDistillation(z, { teacherLogits, labels: tf.tensor1d(labels, "int32") }, { temperature, ...weights });
const lossOf = (z: number[][], v: number[][], labels: number[], temperature: Temperature, weights = WEIGHTS) =>
  valuesOf(() => bind(labels, temperature, weights)(tf.tensor2d(z), tf.tensor2d(v)));

describe("decoupledDistillation(student, {teacherLogits, labels}, {temperature, targetWeight, nonTargetWeight})", () => {
  it("weighs the divergence about the right class and that among the others, worked by hand", () => {
    // Teacher (4, 3, 1) / 8 and student (2, 2, 2) / 6, right class 0. About it: ½ against ⅓; of the rest (¾, ¼), (½, ½).
    const [z, v] = [[[0, 0, 0]], [[log(4), log(3), 0]]];
    const target = 0.5 * log(1.5) + 0.5 * log(0.75);
    const others = 0.75 * log(1.5) + 0.25 * log(0.5);
    expect(lossOf(z, v, [0], 1)).toBeAllClose([target + 8 * others]);
    // T = 2 with the logits doubled is the same, times 4.
    expect(lossOf(z, [[2 * log(4), 2 * log(3), 0]], [0], 2)).toBeAllClose([4 * (target + 8 * others)]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    const property = fc.property(pairs, ({ student: z, teacher: v, temperature, spread }) => {
      const labels = z.map((row, index) => ((index + 1) % (row.length + 1)) - 1);
      const expected = decoupledDistillationOracle(z, v, labels, { temperature, ...WEIGHTS });
      expect(lossOf(z, v, labels, temperature)).toBeAllClose(expected, {
        rtol: 2e-5,
        atol: 1e-5 * temperature ** 2 * (1 + spread / 10),
      });
    });
    fc.assert(property, FIXED);
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(bind([4, -1, 2], temperature), [student, teacher], {
      oracle: (z, v) => decoupledDistillationOracle(z!, v!, [4, -1, 2], { temperature, ...WEIGHTS }),
      atol: 1e-4,
    });
  });

  it("is plain distillation where the second weight is the teacher's mass beside the right class", () => {
    // A teacher of two logits L and 0 × 2: the rest has 2 / (e^L + 2).
    const v = [[log(6), 0, 0]];
    const z = [[0.3, -1, 2]];
    const plain = valuesOf(() => klDivergence(tf.tensor2d(z), tf.tensor2d(v), { temperature: 1 }));
    expect(lossOf(z, v, [0], 1, { targetWeight: 1, nonTargetWeight: 0.25 })).toBeAllClose(plain, { rtol: 1e-5 });
  });

  it("is 0 between equals, and of two classes has the first term only", () => {
    expect(lossOf(teacher, teacher, LABELS, 4)).toBeAllClose([0, 0, 0], { atol: 1e-5 });
    const [z, v] = [[[0, 1]], [[3, 0]]];
    const plain = valuesOf(() => klDivergence(tf.tensor2d(z), tf.tensor2d(v), { temperature: 2 }));
    expect(lossOf(z, v, [1], 2)).toBeAllClose(plain, { rtol: 1e-5 });
  });

  it("takes a temperature for each row", () => {
    const temperatures = [0.5, 4, 20];
    const alone = temperatures.flatMap((t, row) => lossOf([student[row]!], [teacher[row]!], [LABELS[row]!], t));
    expect(lossOf(student, teacher, LABELS, temperatures)).toBeAllClose(alone, { rtol: 1e-4 });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const [z, v] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    for (const label of [0, 1, 2]) {
      expect(lossOf(z, v, [label], temperature).every(Number.isFinite)).toBe(true);
      expect(
        gradientsOf(bind([label], temperature), z, v)
          .flat(2)
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  it("leaves out a class that both mask, unless it is the only other one", () => {
    const [z, v] = [[[1, -Infinity, 3, 0]], [[2, -Infinity, 0, 1]]];
    expect(lossOf(z, v, [2], 2)).toBeAllClose(lossOf([[1, 3, 0]], [[2, 0, 1]], [1], 2), { rtol: 1e-5 });
    expect(gradientsOf(bind([2], 2), z, v).every((gradient) => gradient[0]![1] === 0)).toBe(true);
  });

  it("refuses targets that are no object", () => {
    const z = tf.zeros([2, 3]) as tf.Tensor2D;
    const message = `${NAME}: targets must be an object with teacherLogits and labels, got undefined`;
    const attempt = () =>
      decoupledDistillation(z, undefined as unknown as LabelledTargets, { temperature: 1, ...WEIGHTS });
    expect(messageOf(attempt)).toBe(message);
    z.dispose();
  });
});
