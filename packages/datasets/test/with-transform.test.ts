import { describe, expect, test } from "vitest";
import {
  batches,
  columnOf,
  counts,
  createDataset,
  type Dataset,
  encodeTable,
  inputShape,
  scale,
  type Transform,
  tableRow,
  vocabulary,
  withTransform,
  words,
} from "../src/index.ts";

const numbers = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3, 4), shape: [2] } } });
const texts = createDataset({ columns: { text: columnOf(["a b", "b"], words()) } });
const rows = createDataset({ columns: { row: columnOf([{ a: 1 }, {}], tableRow([{ name: "a", type: "number" }])) } });

test("withTransform adds to what is there, shares storage and leaves the dataset alone", () => {
  const once = withTransform(numbers, scale({ subtract: 1 }));
  const twice = withTransform(once, scale({ divide: [1, 2] }));
  const [batch] = batches(twice, { batchSize: 2, order: "stored" });
  expect(batch!.inputs.x!.values).toEqual(Float32Array.of(0, 0.5, 2, 1.5));
  expect(twice.columns.x!.values).toBe(numbers.columns.x!.values);
  expect([numbers, once, twice].map(({ columns }) => columns.x!.transforms.length)).toEqual([0, 1, 2]);
});

test("withTransform changes what inputShape says", () => {
  const counted = withTransform(withTransform(texts, vocabulary(texts)), counts({ size: 3 }));
  expect(inputShape(counted)).toEqual([3]);
  expect(inputShape(withTransform(rows, encodeTable(rows)))).toEqual([2]);
});

describe("withTransform refuses what does not fit", () => {
  const known = vocabulary(texts);
  test.each<[string, Dataset, unknown, string]>([
    ["no transform", numbers, null, "columns.x.transforms[0] must be a transform, got null"],
    [
      "another width",
      numbers,
      scale({ divide: [1, 2, 3] }),
      "columns.x.transforms[0].divide must have 2 numbers (the last axis of an example), got 3",
    ],
    [
      "a vocabulary of numbers",
      numbers,
      known,
      "columns.x.transforms[0] must be the first transform of numbers that stand for texts, got numbers that stand for nothing",
    ],
    [
      "a second vocabulary",
      withTransform(texts, known),
      known,
      "columns.text.transforms[1] must be the first transform of numbers that stand for texts, got another before it",
    ],
    [
      "a vocabulary with a text twice",
      texts,
      { ...known, values: ["a", "a"] },
      'columns.text.transforms[0].values[1] must differ from those before, got "a"',
    ],
    [
      "counts of floats",
      numbers,
      counts({ size: 2 }),
      "columns.x.transforms[0] must come where there are integers, got numbers of the model",
    ],
    [
      "counts of another size than the vocabulary's",
      withTransform(texts, known),
      counts({ size: 2 }),
      "columns.text.transforms[1].size must be 3 (the vocabulary's), got 2",
    ],
    [
      "counts below the largest number",
      createDataset({ columns: { x: { values: Int32Array.of(1, 4), shape: [1] } } }),
      counts({ size: 3 }),
      "columns.x.transforms[0].size must be at least the largest integer, and none must be negative, got 3 for 4",
    ],
    [
      "an unknown weighting",
      texts,
      { ...counts({ size: 3 }), weighting: "log" },
      'columns.text.transforms[0].weighting must be one of "count", "presence", "unit", got "log"',
    ],
    [
      "an encoding of another source",
      numbers,
      encodeTable(rows),
      "columns.x.transforms[0] must be the first transform of rows of tables, got another source",
    ],
    [
      "an encoding of another table",
      rows,
      { ...encodeTable(rows), features: [] },
      "columns.row.transforms[0].features must be a (number) (as the source), got ",
    ],
  ])("%s", (_, dataset, transform, message) => {
    expect(() => withTransform(dataset, transform as Transform)).toThrow(`withTransform: ${message}`);
  });
});
