import { readFileSync } from "node:fs";
import { datasetFromTable, generatedDigits, inferLayout, readCsv } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { keepPaths } from "../../src/data/raw-rows.ts";
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

test.each([
  [
    "numbers",
    "price,age,rent\n1.5,3,7\n,70,\n2,41,\n",
    { label: ["price", "rent"], task: "numbers" },
    ['{"price":1.5,"rent":7,"age":3}', '{"price":2,"rent":null,"age":41}'],
  ],
  [
    "columns of several classes",
    "old,age,big\n1,3,0\n,70,\n0,41,1\n",
    { label: ["old", "big"], task: "several-classes" },
    ['{"old":1,"big":0,"age":3}', '{"old":0,"big":1,"age":41}'],
  ],
  [
    "lists of several classes",
    "tags,age\nold;big,3\n,70\nold,41\n",
    { label: "tags", task: "several-classes" },
    ['{"tags":"big;old","age":3}', '{"tags":"old","age":41}'],
  ],
] as const)("it writes %s, and rows of which something is known", async (_, text, options, lines) => {
  const table = readCsv(text);
  const layout = inferLayout(table, options);
  const path = inside("rows.jsonl");
  await writeTrainingRows(datasetFromTable(table, layout), layout, path);
  expect(readFileSync(path, "utf8")).toBe(lines.map((line) => `${line}\n`).join(""));
});

test("it writes the paths of files in folders, and their classes", async () => {
  const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
  keepPaths(
    train,
    "pictures",
    Array.from({ length: 10 }, (_, id) => `${id}.png`),
  );
  const { labels } = train.targets as { labels: Int32Array };
  const part = { ...train, rows: Int32Array.of(7, 2), targets: { ...train.targets, labels: labels.with(2, -1) } };
  await writeTrainingRows(part as typeof train, undefined, inside("rows.jsonl"));
  expect(readFileSync(inside("rows.jsonl"), "utf8")).toBe(`{"label":"${labels[7]}","file":"pictures/7.png"}\n`);
});

test("data without rows has no file", async () => {
  const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
  expect(await writeTrainingRows(train, undefined, inside("rows.jsonl"))).toEqual({});
});
