import { classCounts, createDataset, type Dataset, labelsOf } from "@dark-knowledge/datasets";
import { describe, expect, test } from "vitest";
import { splitExamples } from "../../src/data/split-examples.ts";

/** Every tenth row has no label, the others have three classes. */
function examples(count: number): Dataset {
  return createDataset({
    features: Float32Array.from({ length: count }, (_, row) => row),
    exampleShape: [1],
    labels: Int32Array.from({ length: count }, (_, row) => (row % 10 === 9 ? -1 : row % 3)),
    classNames: ["a", "b", "c"],
  });
}
const all = examples(1000);
const rowsOf = ({ training, validation, test: held }: ReturnType<typeof splitExamples>) => ({
  training: training.rows,
  validation: validation?.rows ?? new Int32Array(),
  test: held.rows,
});

describe("splitExamples", () => {
  test("gives each part its share of each class, and what has no label to training", () => {
    const split = splitExamples({ all });
    const { training, validation, test: held } = rowsOf(split);
    expect([training.length, validation.length, held.length]).toEqual([648 + 100, 72, 180]);
    expect([...training, ...validation, ...held].sort((a, b) => a - b)).toEqual([...all.rows]);
    expect(Array.from(classCounts(split.test))).toEqual([60, 60, 60]);
    expect(Array.from(labelsOf(split.test)).includes(-1)).toBe(false);
    expect(rowsOf(splitExamples({ all }))).toEqual(rowsOf(split));
  });

  test("keeps groups in one part, those without a label too", () => {
    const groups = Int32Array.from({ length: 1000 }, (_, row) => row % 57);
    const split = rowsOf(splitExamples({ all, groups }));
    const [training, validation, held] = [split.training, split.validation, split.test].map(
      (rows) => new Set(Array.from(rows, (row) => groups[row]!)),
    );
    for (const group of training!) expect(validation!.has(group) || held!.has(group)).toBe(false);
    for (const group of validation!) expect(held!.has(group)).toBe(false);
    expect(split.test.length).toBeGreaterThan(150);
  });

  test("takes a test set that there is, without what has no label there", () => {
    const split = rowsOf(splitExamples({ all, test: examples(100), validationSize: 0 }));
    expect([split.training.length, split.validation.length, split.test.length]).toEqual([1000, 0, 90]);
  });

  test("cuts training and test set to sizes that are given", () => {
    const split = rowsOf(splitExamples({ all, trainSize: 300, testSize: 50, validationSize: 60 }));
    expect([split.training.length, split.validation.length, split.test.length]).toEqual([240, 60, 50]);
  });

  test.each([
    [{ testSize: 900 }, "spec: testSize must be below the 900 labelled examples, got 900"],
    [{ testSize: 0 }, "spec: testSize must leave labelled test examples, got none"],
    [{ trainSize: 800 }, "spec: trainSize must be at most 720, got 800"],
    [{ validationSize: 720 }, "spec: validationSize must be below the 720 labelled examples, got 720"],
    [{ groups: new Int32Array(1000) }, "spec: data.group must have a group of at most 180 examples (testSize)"],
  ])("%o is refused", (over, message) => {
    expect(() => splitExamples({ all, ...over })).toThrow(message);
  });
});
