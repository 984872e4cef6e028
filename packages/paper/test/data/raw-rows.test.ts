import {
  datasetFromTable,
  encodeTable,
  generatedDigits,
  inferLayout,
  readCsv,
  withTransform,
} from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { isOfFiles, keepPaths, keepTexts, rawRows } from "../../src/data/raw-rows.ts";

test("rawRows gives rows by id as they stood in the table, with null where a cell is empty", () => {
  const table = readCsv("kind,age,job\na,39,smith\nb,,baker\na,-2.5,smith\nb,7,\n");
  const dataset = datasetFromTable(table, inferLayout(table, { label: "kind" }));
  const rows = [
    { age: 39, job: "smith" },
    { age: null, job: "baker" },
    { age: -2.5, job: "smith" },
    { age: 7, job: null },
  ];
  // Transforms change what a net sees, not the rows; a part of the examples has all rows.
  expect(rawRows({ ...withTransform(dataset, encodeTable(dataset)), rows: Int32Array.of(2) })).toEqual(rows);
});

test("rawRows gives nothing for images without files", () => {
  const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
  expect([rawRows(train), isOfFiles(train)]).toEqual([undefined, false]);
});

test("rawRows gives the paths of files, from where the program runs", () => {
  const { train, test: held } = generatedDigits({ trainSize: 2, testSize: 1, seed: 1 });
  keepPaths(train, "pictures/", ["0/a.png", "1/b.png"]);
  expect(rawRows({ ...train, rows: Int32Array.of(1) })).toEqual([
    { file: "pictures/0/a.png" },
    { file: "pictures/1/b.png" },
  ]);
  keepPaths(held, "/data/one.png", ["/data/one.png"]);
  expect([rawRows(held), isOfFiles(held)]).toEqual([[{ file: "/data/one.png" }], true]);
  // A column of texts may be called file, and is no path.
  const { train: other } = generatedDigits({ trainSize: 1, testSize: 0, seed: 2 });
  keepTexts(other, "file", ["a text"]);
  expect([rawRows(other), isOfFiles(other)]).toEqual([[{ file: "a text" }], false]);
});
