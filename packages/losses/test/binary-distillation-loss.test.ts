import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  type BinaryDistillationTargets,
  binaryCrossEntropy,
  binaryDistillationLoss,
  binarySoftTargetCrossEntropy,
} from "../src/index.ts";
import { messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const [z, v] = [randomRows(1, 3, 4, 2), randomRows(2, 3, 4, 3)];
const LABELS = [
  [1, 0, -1, 1],
  [-1, -1, -1, -1],
  [0, 0, 1, 1],
];
const options = { temperature: 3, softWeight: 0.7, hardWeight: 0.3 };

describe("binaryDistillationLoss(student, targets, options)", () => {
  it("is the weighted sum of its terms, which are the two losses", () => {
    tf.tidy(() => {
      const [student, teacherLogits] = [tf.tensor2d(z), tf.tensor2d(v)];
      const labels = tf.tensor2d(LABELS, undefined, "int32");
      const { total, soft, hard } = binaryDistillationLoss(student, { teacherLogits, labels }, options);
      expect(soft).toBeAllClose(binarySoftTargetCrossEntropy(student, teacherLogits, { temperature: 3 }));
      expect(hard).toBeAllClose(binaryCrossEntropy(student, labels));
      expect(hard.arraySync()[1]).toBe(0);
      expect(total).toBeAllClose(tf.add(tf.mul(soft, 0.7), tf.mul(hard, 0.3)));
      const teacherProbs = tf.sigmoid<tf.Tensor2D>(tf.div(teacherLogits, 3));
      expect(binaryDistillationLoss(student, { teacherProbs, labels }, options).total).toBeAllClose(total, {
        rtol: 1e-6,
      });
    });
  });

  it("does without labels where the hard term has no weight, and leaves three tensors", () => {
    const [student, teacherLogits] = [tf.tensor2d(z), tf.tensor2d(v)];
    const call = () => binaryDistillationLoss(student, { teacherLogits }, { ...options, hardWeight: 0 });
    expect(valuesOf(() => call().hard)).toEqual([0, 0, 0]);
    expect(call).toAllocate(3);
    tf.dispose([student, teacherLogits]);
  });

  it("says what is wrong with targets and weights", () => {
    const text = (given: object, changed: object = {}) =>
      tf.tidy(() =>
        messageOf(() =>
          binaryDistillationLoss(tf.zeros([2, 3]), given as BinaryDistillationTargets, { ...options, ...changed }),
        ),
      );
    const teacherLogits = tf.zeros([2, 3]);
    const one = "binaryDistillationLoss: targets must have exactly one of teacherLogits and teacherProbs";
    expect(text({})).toBe(`${one}, got none`);
    expect(text({ teacherLogits, teacherProbs: teacherLogits })).toBe(`${one}, got teacherLogits and teacherProbs`);
    expect(text({ teacherLogits })).toBe(
      "binaryDistillationLoss: labels must be given when hardWeight is above 0 (it is 0.3), got undefined",
    );
    expect(text({ teacherLogits }, { softWeight: 0, hardWeight: 0 })).toBe(
      "binaryDistillationLoss: softWeight and hardWeight must not both be 0, got 0 and 0",
    );
    teacherLogits.dispose();
  });
});
