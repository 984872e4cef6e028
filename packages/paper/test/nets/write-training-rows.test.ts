import { readFileSync } from "node:fs";
import { datasetFromTable, generatedDigits, inferLayout, readCsv } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { writeTrainingRows } from "../../src/nets/write-training-rows.ts";

const inside = useTemporaryDirectory();

test("writeTrainingRows writes the labelled rows of a part of a table as they stand in it", async () => {
  const table = readCsv("kind,age\nyoung,3\nold,70\n,41\nold,\n");
  const layout = inferLayout(table, { label: "kind" });
  const part = { ...datasetFromTable(table, layout), rows: Int32Array.of(3, 2, 0) };
  const path = inside("deep", "rows.jsonl");
  expect(await writeTrainingRows(part, layout, path)).toEqual({ DARK_KNOWLEDGE_TRAINING_ROWS: path });
  expect(readFileSync(path, "utf8")).toBe('{"kind":"old","age":null}\n{"kind":"young","age":3}\n');
});

test("data without rows has no file", async () => {
  const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
  expect(await writeTrainingRows(train, undefined, inside("rows.jsonl"))).toEqual({});
});
