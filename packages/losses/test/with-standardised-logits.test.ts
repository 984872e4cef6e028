import { expectGradient, softTargetCrossEntropyOracle, standardiseLogitsOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  decoupledDistillation,
  distillationLoss,
  klDivergence,
  softTargetCrossEntropy,
  standardiseLogits,
  withStandardisedLogits,
} from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const [student, teacher] = [randomRows(1, 3, 5, 2), randomRows(2, 3, 5, 2)];
const standardised = withStandardisedLogits(softTargetCrossEntropy);
const T = { temperature: 2 };

describe("withStandardisedLogits(loss)", () => {
  it("is the loss of standardised logits, value and gradient for both arguments", () => {
    const oracle = (z: number[][], v: number[][]) =>
      softTargetCrossEntropyOracle(standardiseLogitsOracle(z), standardiseLogitsOracle(v), 2);
    const values = valuesOf(() => standardised(tf.tensor2d(student), tf.tensor2d(teacher), T));
    expect(values).toBeAllClose(oracle(student, teacher));
    expectGradient((z, v) => standardised(z!, v!, T), [student, teacher], { oracle: (z, v) => oracle(z!, v!) });
  });

  it("lets a student be sure or unsure: shift and scale of its logits change nothing", () => {
    const moved = student.map((row) => row.map((cell) => 3 * cell - 5));
    const kl = withStandardisedLogits(klDivergence);
    const values = valuesOf(() => kl(tf.tensor2d(student), tf.tensor2d(teacher), T));
    expect(valuesOf(() => kl(tf.tensor2d(moved), tf.tensor2d(teacher), T))).toBeAllClose(values, { rtol: 1e-4 });
  });

  it("wraps losses whose teacher comes with labels, and gives all their terms", () => {
    tf.tidy(() => {
      const [z, teacherLogits, labels] = [tf.tensor2d(student), tf.tensor2d(teacher), tf.tensor1d([0, -1, 2], "int32")];
      const given = { teacherLogits: standardiseLogits(teacherLogits), labels };
      const weights = { ...T, targetWeight: 1, nonTargetWeight: 8 };
      const decoupled = withStandardisedLogits(decoupledDistillation)(z, { teacherLogits, labels }, weights);
      expect(decoupled).toBeAllClose(decoupledDistillation(standardiseLogits(z), given, weights));
      const options = { ...T, softWeight: 0.9, hardWeight: 0.1 };
      const terms = withStandardisedLogits(distillationLoss)(z, { teacherLogits, labels }, options);
      const expected = distillationLoss(standardiseLogits(z), given, options);
      for (const name of ["total", "soft", "hard"] as const) expect(terms[name]).toBeAllClose(expected[name]);
    });
  });

  it("stays finite for logits of ±1e4 and equal ones", () => {
    for (const z of [[[1e4, -1e4, 0]], [[1, 1, 1]]]) {
      expect(valuesOf(() => standardised(tf.tensor2d(z), tf.tensor2d([[0, 9, -1e4]]), T)).every(Number.isFinite)).toBe(
        true,
      );
      const gradients = gradientsOf((a, b) => standardised(a, b, T), z, [[0, 9, -1e4]]);
      expect(gradients.flat(2).every(Number.isFinite)).toBe(true);
    }
  });

  it("allocates what the loss returns, and leaves its arguments alone", () => {
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    expect(() => standardised(z, v, T)).toAllocate(1);
    expect(() => tf.grad((a) => tf.sum(standardised(a as tf.Tensor2D, v, T)))(z)).toAllocate(1);
    expect([z.arraySync(), v.arraySync()]).toEqual([student, teacher]);
    tf.dispose([z, v]);
  });

  it("refuses what is no loss, and a teacher without logits", () => {
    expect(messageOf(() => withStandardisedLogits("kl" as never))).toBe(
      'withStandardisedLogits: loss must be a function, got "kl"',
    );
    const z = tf.tensor2d(student);
    const expected = "withStandardisedLogits: teacher must be logits or have teacherLogits";
    expect(messageOf(() => standardised(z, undefined as never, T))).toBe(`${expected}, got undefined`);
    const options = { ...T, softWeight: 0.9, hardWeight: 0.1 };
    const probs = { teacherProbs: tf.tensor2d(teacher) };
    expect(messageOf(() => withStandardisedLogits(distillationLoss)(z, probs, options))).toContain(expected);
    tf.dispose([z, probs.teacherProbs]);
  });
});
