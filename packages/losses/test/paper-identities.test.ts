// What section 2.1 of Hinton, Vinyals and Dean (2015) says about the gradient, as statements about this code.
import { logProbsOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { klDivergence, logitMatching, softTargetCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const CLASSES = 10;
const student = randomRows(11, 4, CLASSES, 3);
const teacher = randomRows(12, 4, CLASSES, 3);

/** The gradient of the paper's C, which has no factor T². */
function unscaledGradient(temperature: number): Rows {
  const [gradient] = gradientsOf((z, v) => softTargetCrossEntropy(z, v, { temperature }), student, teacher);
  return gradient!.map((row) => row.map((cell) => cell / temperature ** 2));
}

const centre = (row: readonly number[]) => {
  const mean = row.reduce((sum, cell) => sum + cell, 0) / row.length;
  return row.map((cell) => cell - mean);
};
const centredDifference = student.map((row, index) => centre(row.map((z, column) => z - teacher[index]![column]!)));
const norm = (rows: Rows) => Math.hypot(...rows.flat());

describe("section 2.1, matching logits is a special case of distillation", () => {
  it.each([0.5, 1, 2.5, 8, 20])("equation 2: the gradient is (q − p) / T at T = %d", (temperature) => {
    const expected = student.map((row, index) => {
      const q = logProbsOracle(row, temperature).map(Math.exp);
      const p = logProbsOracle(teacher[index]!, temperature).map(Math.exp);
      return q.map((own, column) => (own - p[column]!) / temperature);
    });
    expect(unscaledGradient(temperature)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-7 / temperature });
  });

  it("equations 3 and 4: N T² times the gradient tends to the difference of the centred logits", () => {
    const errors = [10, 100, 1000].map((temperature) => {
      const scaled = unscaledGradient(temperature).map((row) => row.map((cell) => cell * CLASSES * temperature ** 2));
      const off = scaled.map((row, index) => row.map((cell, column) => cell - centredDifference[index]![column]!));
      return norm(off) / norm(centredDifference);
    });
    expect(Math.max(...student.flat(), ...teacher.flat())).toBeLessThan(10);
    expect(errors[2]).toBeLessThan(0.01);
    // The error falls about as 1 / T.
    expect(errors[0]! / errors[1]!).toBeGreaterThan(5);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(5);
  });

  it("the same limit for values: N · klDivergence tends to centred logit matching, not to the raw one", () => {
    const shifted = student.map((row) => row.map((z) => z + 2));
    const [z, v] = [tf.tensor2d(shifted), tf.tensor2d(teacher)];
    const scaled = valuesOf(() => tf.mul(klDivergence(z, v, { temperature: 300 }), CLASSES));
    expect(scaled).toBeAllClose(
      valuesOf(() => logitMatching(z, v, { centred: true })),
      { rtol: 0.02 },
    );
    expect(scaled).not.toBeAllClose(
      valuesOf(() => logitMatching(z, v, { centred: false })),
      { rtol: 0.1 },
    );
    tf.dispose([z, v]);
  });

  it("T² keeps the size of the gradient: flat from T = 5 to 50, where without it it falls as 1 / T²", () => {
    const temperatures = [5, 10, 20, 50];
    const unscaled = temperatures.map((temperature) => norm(unscaledGradient(temperature)));
    const scaled = unscaled.map((size, index) => size * temperatures[index]! ** 2);
    expect(Math.max(...scaled) / Math.min(...scaled)).toBeLessThan(1.25);
    expect(unscaled[0]! / unscaled[3]!).toBeGreaterThan(100 / 1.25);
    expect(unscaled[0]! / unscaled[3]!).toBeLessThan(100 * 1.25);
  });

  it.each([20, 100, 1000])(
    "the difference of probabilities has lost no more digits at T = %d than the README says",
    (t) => {
      const [z, v] = [randomRows(13, 8, CLASSES, 2), randomRows(14, 8, CLASSES, 2)];
      const expected = z.map((row, index) => {
        const q = logProbsOracle(row, t).map(Math.exp);
        const p = logProbsOracle(v[index]!, t).map(Math.exp);
        return q.map((own, column) => t * (own - p[column]!));
      });
      const differences = z.flatMap((row, index) => centre(row.map((logit, c) => logit - v[index]![c]!)));
      const deviation = norm([differences]) / Math.sqrt(differences.length);
      for (const loss of [softTargetCrossEntropy, klDivergence]) {
        const [gradient] = gradientsOf((a, b) => loss(a, b, { temperature: t }), z, v);
        const error = norm(gradient!.map((row, index) => row.map((cell, column) => cell - expected[index]![column]!)));
        // About 1e-7 · T over the deviation of the logits' differences.
        expect(error / norm(expected)).toBeLessThan((2e-7 * t) / deviation);
      }
    },
  );

  it("cross-entropy and divergence have the same student gradient, at every temperature", () => {
    for (const temperature of [0.5, 4, 100]) {
      const [crossEntropy] = gradientsOf((z, v) => softTargetCrossEntropy(z, v, { temperature }), student, teacher);
      const [divergence] = gradientsOf((z, v) => klDivergence(z, v, { temperature }), student, teacher);
      expect(divergence).toBeAllClose(crossEntropy!, { rtol: 1e-6 });
    }
  });

  it("a lower temperature pays less attention to logits far below the others", () => {
    // Only the last logit differs, far below the rest: its share of the gradient falls with T.
    const share = (temperature: number) => {
      const [gradient] = gradientsOf(
        (z, v) => softTargetCrossEntropy(z, v, { temperature }),
        [[1, 0, -9]],
        [[0, 1, -12]],
      );
      const [first, , last] = gradient![0] as [number, number, number];
      return Math.abs(last / first);
    };
    expect(share(1)).toBeLessThan(0.01);
    expect(share(1)).toBeLessThan(share(4));
    expect(share(4)).toBeLessThan(share(20));
  });
});
