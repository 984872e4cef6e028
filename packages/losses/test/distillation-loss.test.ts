import {
  expectGradient,
  hardCrossEntropyOracle,
  softTargetCrossEntropyFromProbsOracle,
  softTargetCrossEntropyOracle,
} from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type DistillationTargets, distillationLoss, temperatureSoftmax } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const OPTIONS = { temperature: 4, softWeight: 0.7, hardWeight: 0.3 };
const LABELS = [2, -1, 0];
const student = randomRows(1, 3, 5, 2);
const teacher = randomRows(2, 3, 5, 2);
const { log } = Math;

const labelled = (z: tf.Tensor2D, v: tf.Tensor2D, options = OPTIONS) =>
  distillationLoss(z, { teacherLogits: v, labels: tf.tensor1d(LABELS, "int32") }, options);
const termsOf = (call: () => ReturnType<typeof distillationLoss>) => ({
  total: valuesOf(() => call().total),
  soft: valuesOf(() => call().soft),
  hard: valuesOf(() => call().hard),
});

describe("distillationLoss(student, targets, {temperature, softWeight, hardWeight})", () => {
  it("has the terms of the paper, worked by hand", () => {
    // T = 2: q = (½, ½), p = (¼, ¾): soft = 4 log 2. At T = 1 q = (½, ½): hard = log 2.
    const terms = termsOf(() => {
      const teacherLogits = tf.tensor2d([[0, log(9)]]);
      const labels = tf.tensor1d([1], "int32");
      return distillationLoss(tf.tensor2d([[0, 0]]), { teacherLogits, labels }, { ...OPTIONS, temperature: 2 });
    });
    expect(terms.soft).toBeAllClose([4 * log(2)]);
    expect(terms.hard).toBeAllClose([log(2)]);
    expect(terms.total).toBeAllClose([0.7 * 4 * log(2) + 0.3 * log(2)]);
  });

  it("agrees with the float64 oracles of its terms, and ignores rows whose label is −1 in the hard one", () => {
    const terms = termsOf(() => labelled(tf.tensor2d(student), tf.tensor2d(teacher)));
    const soft = softTargetCrossEntropyOracle(student, teacher, 4);
    const hard = hardCrossEntropyOracle(student, LABELS);
    expect(terms.soft).toBeAllClose(soft);
    expect(terms.hard).toBeAllClose(hard);
    expect(terms.hard[1]).toBe(0);
    expect(terms.total).toBeAllClose(soft.map((term, row) => 0.7 * term + 0.3 * hard[row]!));
  });

  it("takes a teacher's probabilities as they are", () => {
    const probs = [
      [0.5, 0.2, 0.1, 0, 0.1],
      [0, 0, 1, 0, 0],
      [0.2, 0.2, 0.2, 0.2, 0.2],
    ];
    const terms = termsOf(() =>
      distillationLoss(tf.tensor2d(student), { teacherProbs: tf.tensor2d(probs) }, { ...OPTIONS, hardWeight: 0 }),
    );
    expect(terms.soft).toBeAllClose(softTargetCrossEntropyFromProbsOracle(student, probs, 4));
    expect(terms.total).toBeAllClose(terms.soft.map((term) => 0.7 * term));
  });

  it("gives the same for a teacher's logits and for their probabilities at that temperature", () => {
    const fromLogits = termsOf(() => labelled(tf.tensor2d(student), tf.tensor2d(teacher)));
    const fromProbs = termsOf(() => {
      const teacherProbs = temperatureSoftmax(tf.tensor2d(teacher), { temperature: 4 });
      return distillationLoss(tf.tensor2d(student), { teacherProbs, labels: tf.tensor1d(LABELS, "int32") }, OPTIONS);
    });
    expect(fromProbs.total).toBeAllClose(fromLogits.total, { rtol: 1e-6 });
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient of the total for both arguments at T = %d", (temperature) => {
    expectGradient((z, v) => labelled(z, v, { ...OPTIONS, temperature }).total, [student, teacher], {
      oracle: (z, v) => {
        const hard = hardCrossEntropyOracle(z!, LABELS);
        return softTargetCrossEntropyOracle(z!, v!, temperature).map((soft, row) => 0.7 * soft + 0.3 * hard[row]!);
      },
    });
  });

  it("has the exact gradient of the total for a teacher's probabilities", () => {
    const probs = randomRows(9, 3, 5).map((row) => row.map((cell) => 0.1 + Math.abs(cell)));
    const call = (z: tf.Tensor2D, p: tf.Tensor2D) =>
      distillationLoss(z, { teacherProbs: p, labels: tf.tensor1d(LABELS, "int32") }, OPTIONS).total;
    expectGradient(call, [student, probs], {
      oracle: (z, p) => {
        const hard = hardCrossEntropyOracle(z!, LABELS);
        return softTargetCrossEntropyFromProbsOracle(z!, p!, 4).map((soft, row) => 0.7 * soft + 0.3 * hard[row]!);
      },
    });
  });

  it("gives the soft term the same weight in the gradient whatever the temperature, as T² should", () => {
    const [small, large] = [10, 40].map((temperature) => {
      const options = { temperature, softWeight: 1, hardWeight: 0 };
      const [gradient] = gradientsOf((z, v) => labelled(z, v, options).total, student, teacher);
      return Math.hypot(...gradient!.flat());
    });
    expect(large! / small!).toBeGreaterThan(0.8);
    expect(large! / small!).toBeLessThan(1.25);
  });

  it("has a hard term of zeros when there are no labels at all", () => {
    const options = { ...OPTIONS, hardWeight: 0 };
    const terms = termsOf(() =>
      distillationLoss(tf.tensor2d(student), { teacherLogits: tf.tensor2d(teacher) }, options),
    );
    expect(terms.hard).toEqual([0, 0, 0]);
    expect(terms.total).toBeAllClose(terms.soft.map((term) => 0.7 * term));
  });

  it("leaves a term of weight 0 out of the total, even an infinite one, but still reports it", () => {
    const maskedTerms = (teacher: number[][], label: number, softWeight: number, hardWeight: number) =>
      termsOf(() => {
        const targets = { teacherLogits: tf.tensor2d(teacher), labels: tf.tensor1d([label], "int32") };
        return distillationLoss(tf.tensor2d([[0, -Infinity]]), targets, { temperature: 2, softWeight, hardWeight });
      });
    expect(maskedTerms([[0, -Infinity]], 1, 1, 0)).toEqual({ total: [0], soft: [0], hard: [Infinity] });
    expect(maskedTerms([[0, 1]], 0, 0, 1)).toEqual({ total: [0], soft: [Infinity], hard: [0] });
    expect(maskedTerms([[0, 1]], 0, 0.5, 0.5).total).toEqual([Infinity]);
    const v = tf.tensor2d(teacher);
    const [gradient] = gradientsOf((z) => labelled(z, v, { ...OPTIONS, softWeight: 0 }).total, student);
    const [scaled] = gradientsOf((z) => tf.mul(labelled(z, v).hard, 0.3), student);
    expect(gradient).toBeAllClose(scaled!, { rtol: 1e-6 });
    v.dispose();
  });

  it.each([1e-3, 1e3])("stays finite for logits of ±1e4 at T = %d", (temperature) => {
    const call = (z: tf.Tensor2D, v: tf.Tensor2D) =>
      distillationLoss(z, { teacherLogits: v, labels: tf.tensor1d([1], "int32") }, { ...OPTIONS, temperature }).total;
    const [z, v] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    expect(valuesOf(() => call(tf.tensor2d(z), tf.tensor2d(v))).every(Number.isFinite)).toBe(true);
    expect(gradientsOf(call, z, v).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("allocates its three terms, and nothing while a gradient is taken, and leaves its arguments alone", () => {
    const [z, v, labels] = [tf.tensor2d(student), tf.tensor2d(teacher), tf.tensor1d(LABELS, "int32")];
    expect(() => distillationLoss(z, { teacherLogits: v, labels }, OPTIONS)).toAllocate(3);
    expect(() => distillationLoss(z, { teacherLogits: v }, { ...OPTIONS, hardWeight: 0 })).toAllocate(3);
    const total = (a: tf.Tensor) => distillationLoss(a as tf.Tensor2D, { teacherLogits: v, labels }, OPTIONS).total;
    expect(() => tf.grad((a) => tf.sum(total(a)))(z)).toAllocate(1);
    expect([z.arraySync(), v.arraySync(), labels.arraySync()]).toEqual([student, teacher, LABELS]);
    tf.dispose([z, v, labels]);
  });
});

describe("distillationLoss refuses", () => {
  const z = tf.zeros([4, 3]) as tf.Tensor2D;
  const v = tf.zeros([4, 3]) as tf.Tensor2D;
  const labels = tf.zeros([4], "int32") as tf.Tensor1D;
  const refusal = (targets: unknown, options: object = {}, logits = z) => {
    const attempt = () => distillationLoss(logits, targets as DistillationTargets, { ...OPTIONS, ...options });
    expect(attempt).toAllocate(0);
    return messageOf(attempt);
  };

  it("no teacher, and two", () => {
    const one =
      "distillationLoss: targets must have exactly one of teacherLogits, teacherProbs and sparseTeacherLogits";
    expect(refusal({ labels })).toBe(`${one}, got none`);
    expect(refusal({ teacherLogits: v, teacherProbs: v, labels })).toBe(`${one}, got teacherLogits and teacherProbs`);
  });

  it("a hard weight without labels", () => {
    const message = "distillationLoss: labels must be given when hardWeight is above 0 (it is 0.3), got undefined";
    expect(refusal({ teacherLogits: v })).toBe(message);
    expect(refusal({ teacherLogits: v, labels: undefined })).toBe(message);
  });

  it("weights that are negative, not finite, or both 0", () => {
    const targets = { teacherLogits: v, labels };
    const atLeast = "must be a finite number, at least 0";
    expect(refusal(targets, { softWeight: -1 })).toBe(`distillationLoss: softWeight ${atLeast}, got -1`);
    expect(refusal(targets, { softWeight: undefined })).toBe(`distillationLoss: softWeight ${atLeast}, got undefined`);
    expect(refusal(targets, { hardWeight: Infinity })).toBe(`distillationLoss: hardWeight ${atLeast}, got Infinity`);
    expect(refusal(targets, { softWeight: 0, hardWeight: 0 })).toBe(
      "distillationLoss: softWeight and hardWeight must not both be 0, got 0 and 0",
    );
  });

  it("tensors of another shape or type, under its own name", () => {
    const narrow = tf.zeros([4, 2]) as tf.Tensor2D;
    const short = tf.zeros([3], "int32");
    const floats = tf.zeros([4]);
    expect(refusal({ teacherLogits: narrow, labels })).toBe(
      "distillationLoss: teacherLogits must have shape [4, 3] (as studentLogits), got [4, 2]",
    );
    expect(refusal({ teacherProbs: narrow, labels })).toBe(
      "distillationLoss: teacherProbs must have shape [4, 3] (as studentLogits), got [4, 2]",
    );
    expect(refusal({ teacherLogits: v, labels: short })).toBe(
      "distillationLoss: labels must have shape [4] (as the rows of studentLogits), got [3]",
    );
    expect(refusal({ teacherLogits: v, labels: floats })).toBe(
      "distillationLoss: labels must be an int32 tensor, got float32",
    );
    expect(refusal({ teacherLogits: v, labels }, {}, floats as never)).toBe(
      "distillationLoss: studentLogits must have shape [batch, classes] with at least 2 classes, got [4]",
    );
    tf.dispose([narrow, short, floats]);
  });
});
