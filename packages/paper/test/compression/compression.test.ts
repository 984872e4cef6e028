import { expect, test } from "vitest";
import { compression } from "../../src/compression/compression.ts";
import { COMPRESSION_RECORD } from "../fixtures/compression-record.ts";
import { dataSource } from "../fixtures/data-source.ts";

test("choices need a validation set", async () => {
  const given = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: 20 };
  const spec = { ...compression.resolve(given), validationSize: 0 };
  await expect(compression.loadData(spec, dataSource())).rejects.toThrow("validationSize must be above 0");
});

test("a task needs classes that there are, with examples in each part", async () => {
  const given = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: 20 };
  const load = (classes: readonly number[]) =>
    compression.loadData(compression.resolve({ ...given, adaptation: { classes } }), dataSource());
  await expect(load([0, 10])).rejects.toThrow("spec: adaptation.classes must name classes from 0 to 9, got 10");
  expect((await load([0, 9])).training.rows).toHaveLength(40);
  const few = compression.resolve({ ...given, testSize: 2, adaptation: { classes: [0, 1, 2] } });
  await expect(compression.loadData(few, dataSource())).rejects.toThrow(
    /^spec: adaptation\.classes must name classes with examples in the test set, got (\d) \(\1\)$/,
  );
});

test("the files of a run are its record, its tables and its page", () => {
  const files = compression.files(COMPRESSION_RECORD);
  expect(Object.keys(files)).toEqual(["record.jsonl", "table.md", "report.html"]);
  expect(files["table.md"]).toBe(`${compression.summary(COMPRESSION_RECORD)}\n`);
});
