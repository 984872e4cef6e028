import { describe, expect, it } from "vitest";
import { evaluateMultiLabelLogits } from "../src/index.ts";

describe("evaluateMultiLabelLogits(logits, labels)", () => {
  const matrix = (rows: number[][]) => ({
    rows: rows.length,
    columns: rows[0]!.length,
    data: Float32Array.from(rows.flat()),
  });

  it("counts, worked by hand", () => {
    // Class 0: answers yes, yes, no, no of 1, 0, 1, and one that is not known. Class 1: no, no, no, no of 0, 0, 0, 0.
    const logits = matrix([
      [2, -1],
      [1, -2],
      [-1, -3],
      [-9, -1],
    ]);
    const evaluation = evaluateMultiLabelLogits(logits, Int8Array.of(1, 0, 0, 0, 1, 0, -1, 0));
    const { classes, calibration, ...figures } = evaluation;
    const softplus = (x: number) => Math.log(1 + Math.exp(x));
    expect(figures).toEqual({
      size: 7,
      errors: 2,
      accuracy: 5 / 7,
      nll: expect.closeTo(
        (softplus(-2) + softplus(1) + softplus(1) + softplus(-1) + softplus(-2) + softplus(-3) + softplus(-1)) / 7,
        12,
      ),
      microF1: 0.5,
      // The second class is neither there nor predicted.
      macroF1: 0.5,
      // Found at ranks 1 and 3: ½ · 1 + ½ · ⅔.
      meanAveragePrecision: expect.closeTo(5 / 6, 12),
    });
    expect(classes[0]).toMatchObject({ size: 3, positives: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(classes[1]).toEqual({ size: 4, positives: 0, precision: 0, recall: 0, f1: 0, averagePrecision: 0 });
    expect(calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(7);
  });

  it("has the average precision of sklearn.metrics.average_precision_score, equal answers included", () => {
    // average_precision_score([1, 0, 1, 1, 0, 0, 1], [.8, .8, .7, .4, .4, .4, .1]) == 0.5654761904761905
    const scores = [0.8, 0.8, 0.7, 0.4, 0.4, 0.4, 0.1];
    const evaluation = evaluateMultiLabelLogits(
      matrix(scores.map((score) => [score])),
      Int8Array.of(1, 0, 1, 1, 0, 0, 1),
    );
    expect(evaluation.meanAveragePrecision).toBeCloseTo(
      0.25 * (1 / 2) + 0.25 * (2 / 3) + 0.25 * (3 / 6) + 0.25 * (4 / 7),
      12,
    );
  });

  it("is calibrated where a probability is how often it is so", () => {
    // σ(log 3) = ¾, and three of four are there.
    const logits = matrix([[Math.log(3)], [Math.log(3)], [Math.log(3)], [Math.log(3)]]);
    expect(evaluateMultiLabelLogits(logits, Int8Array.of(1, 1, 0, 1)).calibration.error).toBeCloseTo(0, 6);
    expect(evaluateMultiLabelLogits(logits, Int8Array.of(0, 0, 0, 0)).calibration.error).toBeCloseTo(0.75, 6);
  });

  it.each([
    [[1, 0, 1], "labels must have length 2 (as logits), got 3"],
    [[1, 2], "labels must be 1, 0 or -1, got 2 at position 1"],
    [[-1, -1], "labels must have at least one known label, got none"],
  ])("refuses labels %j", (labels, message) => {
    const attempt = () => evaluateMultiLabelLogits(matrix([[1, 2]]), Int8Array.from(labels));
    expect(attempt).toThrow(`evaluateMultiLabelLogits: ${message}`);
  });
});
