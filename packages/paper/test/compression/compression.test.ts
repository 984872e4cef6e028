import { expect, test } from "vitest";
import { compression } from "../../src/compression/compression.ts";
import { COMPRESSION_RECORD } from "../fixtures/compression-record.ts";
import { dataSource } from "../fixtures/data-source.ts";

test("choices need a validation set", async () => {
  const given = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: 20 };
  const spec = { ...compression.resolve(given), validationSize: 0 };
  await expect(compression.loadData(spec, dataSource())).rejects.toThrow("validationSize must be above 0");
});

test("the files of a run are its record, its tables and its page", () => {
  const files = compression.files(COMPRESSION_RECORD);
  expect(Object.keys(files)).toEqual(["record.jsonl", "table.md", "report.html"]);
  expect(files["table.md"]).toBe(`${compression.summary(COMPRESSION_RECORD)}\n`);
});
