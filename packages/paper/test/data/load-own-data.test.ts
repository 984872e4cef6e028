import { writeFileSync } from "node:fs";
import { batches, classNamesOf, datasetSize, inputShape, type VocabularyTransform } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { loadOwnData } from "../../src/data/load-own-data.ts";

const inside = useTemporaryDirectory();

/** Plants of two kinds, with a name that is no input, a text, and a colour that only the last rows have. */
function writePlants(name: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 2 === 0 ? "herb" : "tree";
    const colour = ["red", "white"][row % 3] ?? "";
    return `${kind},${kind === "herb" ? row % 40 : 100 + row},${colour},found by the ${row} th of the old paths,${row % 20}`;
  });
  writeFileSync(inside(name), ["kind,height,colour,note,garden", ...lines].join("\n"));
  return inside(name);
}

describe("loadOwnData", () => {
  test("reads, splits, and fits what the columns need on the training part alone", async () => {
    const path = writePlants("plants.csv", 400);
    const { training, validation, test: held, facts, layout } = await loadOwnData({ path, label: "kind" }, {});
    expect([training, validation!, held].map(datasetSize)).toEqual([288, 32, 80]);
    expect(classNamesOf(training)).toEqual(["herb", "tree"]);
    // Height, two colours, garden.
    expect(inputShape(training)).toEqual([4]);
    expect(layout!.columns.find(({ name }) => name === "note")!.role).toBe("ignored");
    const [batch] = batches(training, { batchSize: 288, order: "stored" });
    const { values } = batch!.inputs.row!;
    const heights = Array.from({ length: 288 }, (_, row) => values[row * 4]!);
    const mean = heights.reduce((sum, height) => sum + height, 0) / 288;
    const variance = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0) / 288;
    expect([mean, variance]).toEqual([expect.closeTo(0, 5), expect.closeTo(1, 5)]);
    expect(held.columns.row!.transforms).toEqual(training.columns.row!.transforms);
    expect(training.columns.row!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(facts![0]).toBe(`${path}: 400 rows, 5 columns, 2 classes`);
    expect(facts).toContain("  height  number    input    0        220");
    expect(facts!.at(-1)).toBe("288 examples for training, 32 for validation, 80 for the test");
  });

  test("reads a test set by the layout of the training set, and keeps groups together", async () => {
    const [path, other] = [writePlants("plants.csv", 400), writePlants("more.csv", 50)];
    const split = await loadOwnData({ path, test: other, label: "kind", group: "garden" }, { validationSize: 50 });
    expect([split.training, split.validation!, split.test].map(datasetSize)).toEqual([360, 40, 50]);
    expect(new Set(Array.from(split.validation!.rows, (row) => row % 20)).size).toBe(2);
    // Of a group no number is made.
    expect(inputShape(split.training)).toEqual([3]);
  });

  test("takes a column of weights, which a test set need not have", async () => {
    const path = writePlants("plants.csv", 400);
    const other = inside("short.csv");
    writeFileSync(other, "kind,height,colour,note\nherb,3,red,found by old paths\ntree,150,white,found by new paths\n");
    const {
      training,
      validation,
      test: held,
    } = await loadOwnData({ path, test: other, label: "kind", weight: "garden" }, {});
    expect(training.weights!.slice(0, 41)).toEqual(Float32Array.from({ length: 41 }, (_, row) => row % 20));
    expect(validation!.weights).toBe(training.weights);
    expect(held).not.toHaveProperty("weights");
    // Of a weight no input is made.
    expect([inputShape(training), inputShape(held)]).toEqual([[3], [3]]);
  });

  test("takes the only list of numbers, standardised", async () => {
    const rows = Array.from({ length: 50 }, (_, row) =>
      JSON.stringify({ x: [row, row ** 2], y: row % 2 ? "odd" : "even" }),
    );
    writeFileSync(inside("lists.jsonl"), rows.join("\n"));
    const { training } = await loadOwnData({ path: inside("lists.jsonl"), label: "y" }, {});
    expect(inputShape(training)).toEqual([2]);
    expect(training.columns.x!.transforms.map(({ kind }) => kind)).toEqual(["scale"]);
  });

  test("takes texts as counts of hashed words, pairs of words and runs of characters", async () => {
    const path = writePlants("plants.csv", 40);
    const {
      training,
      test: held,
      exampleTexts,
    } = await loadOwnData({ path, label: "kind", text: "note", textFeatures: 500 }, {});
    expect(inputShape(training)).toEqual([500]);
    expect(training.columns.note!.source).toMatchObject({ kind: "hashed-text", words: [1, 2], characters: [3, 4] });
    const [batch] = batches(held, { batchSize: 1, order: "stored" });
    const values = Array.from(batch!.inputs.note!.values);
    expect(values.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1);
    // Two of each class.
    expect(exampleTexts).toHaveLength(4);
    expect(exampleTexts![0]).toMatch(/^found by the \d+ th of the old paths$/);
  });

  test("takes texts word by word for recurrent nets: those that occur twice in the training part are known", async () => {
    const path = writePlants("plants.csv", 40);
    const { training, test: held } = await loadOwnData({ path, label: "kind", text: "note", textAs: "words" }, {});
    const [vocabulary] = training.columns.note!.transforms as [VocabularyTransform];
    expect([...vocabulary.values].sort()).toEqual(["by", "found", "of", "old", "paths", "th", "the"]);
    expect(held.columns.note!.transforms).toEqual([vocabulary]);
    const [batch] = batches(held, { batchSize: 2, order: "stored" });
    expect(batch!.inputs.note!.shape).toEqual([2, 9]);
  });

  test.each([
    [{ label: "kindd" }, /^spec: data.label must name a column of .*plants.csv \(kind, height, .*\), got "kindd"$/],
    [{ group: "plot" }, /^spec: data.group must name a column/],
    [{ weight: "mass" }, /^spec: data.weight must name a column/],
    [{ weight: "colour" }, /plants.csv: row 2, column "colour" must be a number, got "red"$/],
    [{ ignore: ["note", "x"] }, /^spec: data.ignore must name a column .*, got "x"$/],
    [
      { label: ["kind", "note"], task: "classes" },
      "spec: data.label must be one column where each row has one class, got kind, note",
    ],
    [
      { label: "height" },
      'spec: data.task must be "numbers" (regression) or "classes" for a label of numbers, got nothing',
    ],
    [{ ignore: ["height", "colour", "garden", "note"] }, "inferLayout: table must have a column that is an input"],
    [
      { ignore: ["height", "colour", "garden"] },
      "spec: data.text must name the column of the texts (note), got nothing",
    ],
    [{ text: "notes" }, "spec: data.text must name a column of"],
    [
      { text: "kind" },
      'spec: data.text must be a column that is neither label nor group nor weight nor ignored, got "kind"',
    ],
  ])("%o is refused", async (over, message) => {
    const path = writePlants("plants.csv", 400);
    await expect(loadOwnData({ path, label: "kind", ...(over as object) }, {})).rejects.toThrow(message);
  });
});
