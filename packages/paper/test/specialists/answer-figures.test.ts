import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { answerFigures, gainByCover } from "../../src/specialists/answer-figures.ts";

const LABELS = Int32Array.of(0, 1, 2, 3);
const SETS = [
  [0, 1],
  [1, 2],
];
// The first two are answered rightly; 2 is taken for 3 and 3 for 0.
const BEFORE = createMatrix(
  4,
  4,
  Float32Array.of(0.5, 0.25, 0.25, 0, 0.25, 0.5, 0.25, 0, 0, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0),
);
// 1 is now taken for 0, and 2 is right.
const AFTER = createMatrix(
  4,
  4,
  Float32Array.of(0.5, 0.25, 0.25, 0, 0.5, 0.25, 0.25, 0, 0, 0.25, 0.5, 0.25, 0.5, 0.25, 0.25, 0),
);

test("answerFigures counts right answers among all classes, and within the sets", () => {
  const { accuracy, conditionalAccuracy } = answerFigures(BEFORE, LABELS, SETS);
  expect(accuracy).toBe(0.5);
  // 0 and 1 within the first set, 1 within the second are right; 2 is as probable as 1, which comes first.
  expect(conditionalAccuracy).toBe(0.75);
  // Within the one set {1} it is always right; in {0, 1} 1 is taken for 0.
  expect(answerFigures(AFTER, LABELS, [[1]]).conditionalAccuracy).toBe(1);
  expect(answerFigures(AFTER, LABELS, [[0, 1]]).conditionalAccuracy).toBe(0.5);
});

test("answerFigures takes a probability of 0 for the smallest that float32 has", () => {
  const { nll } = answerFigures(BEFORE, LABELS, SETS);
  expect(nll).toBeCloseTo((Math.log(2) + Math.log(2) + Math.log(4) + 149 * Math.log(2)) / 4, 10);
});

test("gainByCover counts right answers by how many sets have the right class", () => {
  expect(gainByCover(BEFORE, AFTER, LABELS, SETS)).toEqual([
    { specialists: 0, examples: 1, before: 0, after: 0 },
    { specialists: 1, examples: 2, before: 1, after: 2 },
    { specialists: 2, examples: 1, before: 1, after: 0 },
  ]);
});
