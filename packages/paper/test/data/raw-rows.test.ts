import {
  datasetFromTable,
  encodeTable,
  generatedDigits,
  inferLayout,
  readCsv,
  withTransform,
} from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { rawRows } from "../../src/data/raw-rows.ts";

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

test("rawRows gives nothing for images", () => {
  expect(rawRows(generatedDigits({ trainSize: 10, testSize: 0, seed: 1 }).train)).toBeUndefined();
});
