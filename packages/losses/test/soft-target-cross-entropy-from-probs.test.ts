import { expectGradient, logProbsOracle, softTargetCrossEntropyFromProbsOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softTargetCrossEntropy, softTargetCrossEntropyFromProbs, temperatureSoftmax } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (z: tf.Tensor2D, p: tf.Tensor2D) =>
  softTargetCrossEntropyFromProbs(z, p, { temperature });
const lossOf = (student: number[][], teacherProbs: number[][], temperature: number) =>
  valuesOf(() => at(temperature)(tf.tensor2d(student), tf.tensor2d(teacherProbs)));
const { log } = Math;

/** Weights from 0 to 1, some exactly 0, of no particular mass. */
const asWeights = (rows: number[][]) =>
  rows.map((row) => row.map((cell) => Math.fround(Math.max(0, Math.sin(cell * 1000)))));

describe("softTargetCrossEntropyFromProbs(student, teacherProbs, {temperature})", () => {
  it("is T² · −Σ p log q with p as it is, worked by hand", () => {
    // q = (¼, ¾): −⅕ log ¼ − ⅘ log ¾.
    expect(lossOf([[0, log(3)]], [[0.2, 0.8]], 1)).toBeAllClose([0.2 * log(4) + 0.8 * log(4 / 3)]);
    // T = 2 softens the student only: z / T = (0, log 3); 4 · −½ log ¼ with half of the mass missing.
    expect(lossOf([[0, log(9)]], [[0.5, 0]], 2)).toBeAllClose([4 * 0.5 * log(4)]);
    expect(lossOf([[5, 1]], [[0, 0]], 2)).toEqual([0]);
  });

  it("agrees with a float64 oracle for any mass, at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, temperature }) => {
        const weights = asWeights(teacher);
        expect(lossOf(student, weights, temperature)).toBeAllClose(
          softTargetCrossEntropyFromProbsOracle(student, weights, temperature),
          { rtol: 5e-6, atol: 5e-6 * temperature ** 2 },
        );
      }),
      FIXED,
    );
  });

  it("equals softTargetCrossEntropy of the logits behind the probabilities, and passes its gradient on to them", () => {
    const [student, teacher] = [randomRows(3, 3, 4, 2), randomRows(4, 3, 4, 2)];
    const throughProbs = (z: tf.Tensor2D, v: tf.Tensor2D) => at(3)(z, temperatureSoftmax(v, { temperature: 3 }));
    const direct = (z: tf.Tensor2D, v: tf.Tensor2D) => softTargetCrossEntropy(z, v, { temperature: 3 });
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    expect(valuesOf(() => throughProbs(z, v))).toBeAllClose(
      valuesOf(() => direct(z, v)),
      { rtol: 1e-6 },
    );
    const expected = gradientsOf(direct, student, teacher);
    expect(gradientsOf(throughProbs, student, teacher)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-5 });
    tf.dispose([z, v]);
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient for both arguments at T = %d, whatever the mass", (temperature) => {
    // Masses of about 0.6, 1.7 and 3, one entry 0.
    const weights = [
      [0.1, 0.2, 0.3, 0.05],
      [0.9, 0.1, 0.6, 0.125],
      [1, 0.5, 1.25, 0.25],
    ];
    expectGradient(at(temperature), [randomRows(3, 3, 4, 3), weights], {
      oracle: (student, probs) => softTargetCrossEntropyFromProbsOracle(student!, probs!, temperature),
    });
  });

  it("has the gradient −T² log q with respect to the probabilities, also where they are 0", () => {
    const logQ = logProbsOracle([1, 2, 4], 2);
    const [, gradient] = gradientsOf(at(2), [[1, 2, 4]], [[0, 1, 0]]);
    expect(gradient).toBeAllClose([logQ.map((own) => -4 * own)]);
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const [student, probs] = [[[1e4, -1e4, 0]], [[0, 0.25, 0.75]]];
    const expected = softTargetCrossEntropyFromProbsOracle(student, probs, temperature);
    expect(lossOf(student, probs, temperature)).toBeAllClose(expected, { rtol: 1e-6 });
    expect(gradientsOf(at(temperature), student, probs).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("leaves out a class that the student masks and the teacher gives 0, and is +∞ if it gives more", () => {
    // q = (½, 0, ½): ¼ log 2 + ¾ log 2.
    expect(lossOf([[0, -Infinity, 0]], [[0.25, 0, 0.75]], 1)).toBeAllClose([log(2)]);
    // Near the smallest normal float32; TensorFlow takes subnormal ones for 0.
    expect(lossOf([[0, -Infinity, 0]], [[0.25, 2e-38, 0.75]], 1)).toEqual([Infinity]);
    const [student, probs] = gradientsOf(at(1), [[0, -Infinity, 0]], [[0.25, 0, 0.75]]);
    expect(student).toBeAllClose([[0.25, 0, -0.25]]);
    expect([probs![0]![0], probs![0]![2]]).toBeAllClose([log(2), log(2)]);
    expect(probs![0]![1]).toBeGreaterThan(1e29);
    expect(probs![0]![1]).toBeLessThan(Infinity);
  });

  it("passes no NaN on through the softmax of a teacher that masks the same class", () => {
    const throughProbs = (z: tf.Tensor2D, v: tf.Tensor2D) => at(20)(z, temperatureSoftmax(v, { temperature: 20 }));
    const [, teacher] = gradientsOf(throughProbs, [[1, -Infinity, 2]], [[3, -Infinity, 0]]);
    const [, smaller] = gradientsOf(throughProbs, [[1, 2]], [[3, 0]]);
    const [[first, last]] = smaller as [[number, number]];
    expect(teacher).toBeAllClose([[first, 0, last]], { rtol: 1e-4 });
  });
});
