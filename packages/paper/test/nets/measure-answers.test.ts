import { mkdirSync } from "node:fs";
import { createMatrix } from "@dark-knowledge/core";
import { generatedDigits, labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { answersOf } from "../../src/nets/external-answers.ts";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { recordLogits } from "../../src/nets/internal/record-logits.ts";
import { TEST_LOGITS } from "../../src/nets/internal/stage-files.ts";
import { measureAnswers } from "../../src/nets/measure-answers.ts";
import type { ClassPartFigures } from "../../src/nets/part-figures.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();

test("measureAnswers counts the errors of recorded answers, and keeps them for students to be compared with", async () => {
  const { train, test: testSet } = generatedDigits({ trainSize: 10, testSize: 20, seed: 1 });
  // Right for all but the first three.
  const labels = labelsOf(testSet).map((label, position) => (position < 3 ? (label + 1) % 10 : label));
  const logits = createMatrix(20, 10, new Float32Array(200));
  labels.forEach((label, row) => {
    logits.data[10 * row + label] = 5;
  });
  await recordLogits(logits, testSet, answersOf(inside("answers"), "test"));
  // Sure and right of what it has learned.
  const seen = createMatrix(10, 10, new Float32Array(100));
  labelsOf(train).forEach((label, row) => {
    seen.data[10 * row + label] = 50;
  });
  await recordLogits(seen, train, answersOf(inside("answers"), "transfer"));
  const { train: validation } = generatedDigits({ trainSize: 10, testSize: 0, seed: 2 });
  await recordLogits(seen, validation, answersOf(inside("answers"), "validation"));
  mkdirSync(inside("stage"));
  const context = taskContext({ training: train, validation, test: testSet }, inside("stage"));
  const shared = { ...context.shared, answers: inside("answers") };
  const result = await measureAnswers.run({ transferSet: {}, parts: ["transfer"] }, { ...context, shared });
  expect(result.figures.errors).toBe(3);
  expect(result.confusion!.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
  // e⁵ against nine times e⁰.
  const confidence = Math.exp(5) / (Math.exp(5) + 9);
  expect(result.answered).toMatchObject([
    { part: "transfer", size: 10, accuracy: 1, confidence: 1, calibrationError: 0, nll: 0 },
    { part: "validation", size: 10, confidence: 1 },
    { part: "test", size: 20, accuracy: 0.85, nll: result.figures.nll },
  ]);
  const ofTest = result.answered[2] as ClassPartFigures;
  expect(ofTest.confidence).toBeCloseTo(confidence, 6);
  expect(ofTest.calibrationError).toBeCloseTo(confidence - 0.85, 6);
  expect(result.exampleLogits.every((row) => row.length === 10 && Math.max(...row) === 5)).toBe(true);
  expect(Array.from((await readMatrix(inside("stage"), TEST_LOGITS, 10)).data)).toEqual(Array.from(logits.data));
});
