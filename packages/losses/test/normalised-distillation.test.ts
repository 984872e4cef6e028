import { expectGradient, normalisedDistillationOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisedDistillation, type Temperature } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const { log } = Math;
const [student, teacher, LABELS] = [randomRows(1, 3, 5, 2), randomRows(2, 3, 5, 2), [4, 0, 2]];
const bind =
  (labels: number[], temperature: Temperature, nonTargetWeight = 1.5) =>
  (z: tf.Tensor2D, teacherLogits: tf.Tensor2D) =>
    normalisedDistillation(
      z,
      { teacherLogits, labels: tf.tensor1d(labels, "int32") },
      { temperature, nonTargetWeight },
    );
const lossOf = (z: number[][], v: number[][], labels: number[], temperature: Temperature, weight = 1.5) =>
  valuesOf(() => bind(labels, temperature, weight)(tf.tensor2d(z), tf.tensor2d(v)));

describe("normalisedDistillation(student, {teacherLogits, labels}, {temperature, nonTargetWeight})", () => {
  it("weighs the hard term by the teacher and compares the others normalised, worked by hand", () => {
    // Teacher (4, 3, 1) / 8, student uniform, right class 0: ½ log 3, and of the rest log 2.
    expect(lossOf([[0, 0, 0]], [[log(4), log(3), 0]], [0], 1)).toBeAllClose([0.5 * log(3) + 1.5 * log(2)]);
    // At T = 2 only the second term changes: log 2 again, times 4.
    expect(lossOf([[0, 0, 0]], [[log(4), log(3), 0]], [0], 2)).toBeAllClose([0.5 * log(3) + 1.5 * 4 * log(2)]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    const property = fc.property(pairs, ({ student: z, teacher: v, temperature }) => {
      const labels = z.map((row, index) => ((index + 1) % (row.length + 1)) - 1);
      const expected = normalisedDistillationOracle(z, v, labels, { temperature, nonTargetWeight: 1.5 });
      expect(lossOf(z, v, labels, temperature)).toBeAllClose(expected, {
        rtol: 1e-5,
        atol: 2e-6 * (1 + temperature ** 2),
      });
    });
    fc.assert(property, FIXED);
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d", (temperature) => {
    expectGradient(bind([4, -1, 2], temperature), [student, teacher], {
      oracle: (z, v) => normalisedDistillationOracle(z!, v!, [4, -1, 2], { temperature, nonTargetWeight: 1.5 }),
      atol: 1e-5,
    });
  });

  it("has the right class's gradient from the first term only", () => {
    // p_label (q_label − 1), whatever the temperature and weight of the second.
    const gradients = [1, 20].map((t) => gradientsOf(bind([0], t, 7), [[1, 0, 2]], [[2, 1, 0]])[0]![0]![0]!);
    const [q, p] = [Math.E / (Math.E + 1 + Math.E ** 2), Math.E ** 2 / (Math.E ** 2 + Math.E + 1)];
    expect(gradients).toBeAllClose([p * (q - 1), p * (q - 1)]);
  });

  it("takes a temperature for each row", () => {
    const temperatures = [0.5, 4, 20];
    const alone = temperatures.flatMap((t, row) => lossOf([student[row]!], [teacher[row]!], [LABELS[row]!], t));
    expect(lossOf(student, teacher, LABELS, temperatures)).toBeAllClose(alone, { rtol: 1e-5 });
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

  it("leaves out a class that both mask", () => {
    const [z, v] = [[[1, -Infinity, 3, 0]], [[2, -Infinity, 0, 1]]];
    expect(lossOf(z, v, [2], 2)).toBeAllClose(lossOf([[1, 3, 0]], [[2, 0, 1]], [1], 2), { rtol: 1e-5 });
    expect(gradientsOf(bind([2], 2), z, v).every((gradient) => gradient[0]![1] === 0)).toBe(true);
  });
});
