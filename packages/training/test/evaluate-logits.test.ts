import { createMatrix, createRandom } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import { confusionMatrix, evaluateLogits } from "../src/index.ts";

describe("evaluateLogits(logits, labels)", () => {
  test("counts errors, likelihood and confusion, worked by hand", () => {
    // Odds 3:1, 1:3, 3:1 with right classes 0, 0, 1: the probabilities of the right class are 3/4, 1/4, 1/4.
    const odds = Math.log(3);
    const logits = createMatrix(3, 2, Float64Array.of(odds, 0, 0, odds, odds, 0));
    const evaluation = evaluateLogits(logits, Int32Array.of(0, 0, 1));
    expect(evaluation).toMatchObject({ size: 3, errors: 2 });
    expect(evaluation.accuracy).toBeCloseTo(1 / 3, 12);
    expect(evaluation.nll).toBeCloseTo((Math.log(4 / 3) + 2 * Math.log(4)) / 3, 12);
    expect(evaluation.confusion).toEqual({
      classes: 2,
      labels: Int32Array.of(0, 0, 1),
      predicted: Int32Array.of(0, 1, 0),
      counts: Int32Array.of(1, 1, 1),
    });
    expect(Array.from(confusionMatrix(evaluation.confusion).data)).toEqual([1, 1, 1, 0]);
    // Every answer is given with probability 3/4, and one in three is right.
    expect(evaluation.calibration.error).toBeCloseTo(3 / 4 - 1 / 3, 12);
  });

  test("puts confidences into 15 bins of equal width, the sure ones into the last", () => {
    const logits = createMatrix(3, 2, Float64Array.of(100, 0, 0, 0, 0, Math.log(3)));
    const { bins } = evaluateLogits(logits, Int32Array.of(0, 0, 0)).calibration;
    expect(bins.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]);
    expect(bins[14]).toEqual({ count: 1, confidence: 1, accuracy: 1 });
    expect(bins[7]).toEqual({ count: 1, confidence: 0.5, accuracy: 1 });
    expect(bins[11]!.confidence).toBeCloseTo(0.75, 12);
    expect(bins[11]!.accuracy).toBe(0);
    expect(bins[0]).toEqual({ count: 0, confidence: 0, accuracy: 0 });
  });

  test("agrees with plain loops on random logits", () => {
    const random = createRandom(5);
    const rows = 200;
    const data = Float32Array.from({ length: rows * 7 }, () => 3 * random.normal());
    const labels = Int32Array.from({ length: rows }, () => random.integer(7));
    const evaluation = evaluateLogits(createMatrix(rows, 7, data), labels);
    let errors = 0;
    let nll = 0;
    labels.forEach((label, row) => {
      const line = Array.from(data.slice(row * 7, row * 7 + 7));
      if (line.indexOf(Math.max(...line)) !== label) errors++;
      nll -= Math.log(Math.exp(line[label]!) / line.map(Math.exp).reduce((a, b) => a + b));
    });
    expect(evaluation.errors).toBe(errors);
    expect(evaluation.nll).toBeCloseTo(nll / rows, 9);
    const counted = confusionMatrix(evaluation.confusion);
    const expected = new Int32Array(49);
    labels.forEach((label, row) => {
      const line = Array.from(data.slice(row * 7, row * 7 + 7));
      expected[7 * label + line.indexOf(Math.max(...line))]!++;
    });
    expect([counted.rows, counted.columns]).toEqual([7, 7]);
    expect(counted.data).toEqual(expected);
  });

  test("leaves examples without a label out", () => {
    const logits = createMatrix(2, 2, Float64Array.of(1, 0, 1, 0));
    expect(evaluateLogits(logits, Int32Array.of(-1, 1))).toMatchObject({ size: 1, errors: 1, accuracy: 0 });
  });

  test("stays finite for huge logits and takes the first of equal ones", () => {
    const logits = createMatrix(2, 2, Float32Array.of(1e4, -1e4, 3, 3));
    const evaluation = evaluateLogits(logits, Int32Array.of(1, 0));
    expect(evaluation.nll).toBeCloseTo((2e4 + Math.log(2)) / 2, 6);
    expect(evaluation.errors).toBe(1);
  });

  test("names what is wrong", () => {
    const logits = createMatrix(2, 2, new Float32Array(4));
    expect(() => evaluateLogits(logits, Int32Array.of(0))).toThrow(
      /^evaluateLogits: labels must have length 2 \(as logits has rows\), got 1$/,
    );
    expect(() => evaluateLogits(logits, Int32Array.of(0, 2))).toThrow(
      /^evaluateLogits: labels must be from -1 to 1, got 2 at position 1$/,
    );
    expect(() => evaluateLogits(logits, Int32Array.of(-1, -1))).toThrow(
      /^evaluateLogits: labels must have at least one label, got none$/,
    );
  });
});
