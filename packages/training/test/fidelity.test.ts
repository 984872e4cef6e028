import { createMatrix } from "@dark-knowledge/core";
import { selectRows } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { fidelity, fidelityOfLogits } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

describe("fidelityOfLogits(studentLogits, teacherLogits)", () => {
  const odds = Math.log(3);
  const teacher = createMatrix(2, 2, Float64Array.of(odds, 0, 0, odds));
  const even = createMatrix(2, 2, new Float64Array(4));

  test("is agreement 1 and KL 0 of a teacher with itself", () => {
    expect(fidelityOfLogits(teacher, teacher)).toEqual({ size: 2, agreement: 1, kl: 0 });
  });

  test("is KL(teacher ‖ student), not the other way round", () => {
    // Teacher (3/4, 1/4), student (1/2, 1/2): Σ p log(p/q) = log 2 − H(p).
    const { kl, agreement } = fidelityOfLogits(even, teacher);
    expect(kl).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 12);
    expect(agreement).toBe(0.5);
    expect(fidelityOfLogits(teacher, even).kl).toBeCloseTo(0.5 * Math.log(2 / 3) + 0.5 * Math.log(2), 12);
  });

  test("takes a temperature, without a factor T²", () => {
    const sharp = createMatrix(
      2,
      2,
      teacher.data.map((logit) => logit * 4),
    );
    const softened = fidelityOfLogits(even, sharp, { temperature: 4 });
    expect(softened.kl).toBeCloseTo(fidelityOfLogits(even, teacher).kl, 12);
  });

  test("adds nothing for a class that the teacher rules out", () => {
    const masked = createMatrix(1, 2, Float64Array.of(0, -Infinity));
    expect(fidelityOfLogits(createMatrix(1, 2, Float64Array.of(0, 0)), masked).kl).toBeCloseTo(Math.log(2), 12);
    expect(fidelityOfLogits(masked, masked).kl).toBe(0);
  });

  test("names what is wrong", () => {
    const wide = createMatrix(1, 3, new Float32Array(3));
    expect(() => fidelityOfLogits(teacher, wide)).toThrow(
      /^fidelityOfLogits: teacherLogits must have shape \[2, 2\] \(as studentLogits\), got \[1, 3\]$/,
    );
    expect(() => fidelityOfLogits(teacher, teacher, { temperature: 0 })).toThrow(
      /temperature must be a positive finite number, got 0$/,
    );
    const none = createMatrix(0, 2, new Float32Array(0));
    expect(() => fidelityOfLogits(none, none)).toThrow(
      /^fidelityOfLogits: studentLogits must have at least one example, got 0$/,
    );
  });
});

test("fidelity(student, teacher, dataset) needs no labels and compares logits example by example", async () => {
  const dataset = twoClasses(6, 3);
  const teacher = (features: tf.Tensor) => tf.sum(tf.reshape(features, [-1, 2, 2]), 2);
  expect(await fidelity(teacher, teacher, dataset)).toEqual({ size: 6, agreement: 1, kl: 0 });
  const opposite = await fidelity((features) => tf.neg(teacher(features)), teacher, dataset);
  expect(opposite.agreement).toBe(0);
  expect(opposite.kl).toBeGreaterThan(0);
  await expect(fidelity(teacher, (features) => tf.mul(teacher(features), Number.NaN), dataset)).rejects.toThrow(
    /^fidelity: teacher must give finite logits, got NaN for class 0 of example 0$/,
  );
  await expect(fidelity(teacher, teacher, selectRows(dataset, []))).rejects.toThrow(
    /^fidelity: dataset must have at least one example, got 0$/,
  );
});
