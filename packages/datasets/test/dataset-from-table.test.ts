import { expect, test } from "vitest";
import {
  batches,
  columnOf,
  type DataTable,
  datasetFromTable,
  hashedText,
  inferLayout,
  readCsv,
  readJsonLines,
  type TableLayout,
} from "../src/index.ts";

const csv = [
  "size,kind,note,weight,y",
  "1,a,so good,1,yes",
  ",b,so bad,2,no",
  "3,?,,0,",
  "4,a,good,1,yes",
  "5,b,not bad,1,no",
].join("\n");
const table = readCsv(csv, { source: "t.csv" });
const layout = inferLayout(table, { label: "y", weight: "weight", types: { note: "text" } });
const throughJson = (value: TableLayout): TableLayout => JSON.parse(JSON.stringify(value));

test("datasetFromTable makes numbers and categories one column, texts another, and knows what is missing", () => {
  const { columns, targets, weights, rows } = datasetFromTable(table, throughJson(layout));
  expect([...columns.row!.values]).toEqual([1, 0, Number.NaN, 1, 3, Number.NaN, 4, 0, 5, 1]);
  expect(columns.note).toMatchObject({ names: ["so", "good", "bad", "not"], offsets: Int32Array.of(0, 2, 4, 4, 5, 7) });
  expect(targets).toEqual({ kind: "classes", labels: Int32Array.of(1, 0, -1, 1, 0), classNames: ["no", "yes"] });
  expect(weights).toEqual(Float32Array.of(1, 2, 0, 1, 1));
  expect(rows).toHaveLength(5);
});

test("datasetFromTable reads another file of the same table by the same layout", () => {
  const other = readCsv("y,kind,size,weight,note,more\nno,c,7,1,good,x\n", { source: "u.csv" });
  const { columns, targets } = datasetFromTable(other, layout);
  expect([...columns.row!.values]).toEqual([7, -1]);
  expect(targets).toMatchObject({ labels: Int32Array.of(0), classNames: ["no", "yes"] });
});

test("datasetFromTable reads texts by another source", () => {
  const textSource = hashedText({ size: 100, characters: [2, 3] });
  const texts = ["so good", "so bad", "", "good", "not bad"];
  expect(datasetFromTable(table, layout, { textSource }).columns.note).toEqual(columnOf(texts, textSource));
  expect(() => datasetFromTable(table, layout, { textSource: { kind: "note", version: 1 } })).toThrow(
    /source.kind must be one of /,
  );
});

test("datasetFromTable takes vectors, and numbers or several classes as targets", () => {
  const lines = readJsonLines(
    '{"v": [1, 2.5], "a": 3, "b": null, "tags": ["x", "y"]}\n{"v": [0, 1], "a": 4, "b": 1, "tags": []}\n',
  );
  const numbers = datasetFromTable(lines, inferLayout(lines, { label: ["a", "b"], ignore: ["tags"] }));
  expect(numbers.columns.v).toMatchObject({ values: Float32Array.of(1, 2.5, 0, 1), shape: [2] });
  const [batch] = batches(numbers, { batchSize: 2, order: "stored" });
  expect(batch!.targets).toMatchObject({ values: Float32Array.of(3, 0, 4, 1), known: Uint8Array.of(1, 0, 1, 1) });
  const tags = datasetFromTable(lines, inferLayout(lines, { label: "tags", task: "several-classes" }));
  expect(tags.targets).toMatchObject({ classNames: ["x", "y"], labels: Int8Array.of(1, 1, 0, 0) });
  const split = readCsv("v,t\n1,a; b\n2,\n3,b\n", { header: true });
  expect(datasetFromTable(split, inferLayout(split, { label: "t", task: "several-classes" })).targets).toMatchObject({
    classNames: ["a", "b"],
    labels: Int8Array.of(1, 1, -1, -1, 0, 1),
  });
  const flags = readCsv("v,p,q\n1,0,1\n2,1,\n", { header: true });
  expect(
    datasetFromTable(flags, inferLayout(flags, { label: ["p", "q"], task: "several-classes" })).targets,
  ).toMatchObject({
    classNames: ["p", "q"],
    labels: Int8Array.of(0, 1, 1, -1),
  });
});

const changed = (rows: string): DataTable =>
  readCsv(`size,kind,note,weight,y\n1,a,x,1,yes\n\n${rows}\n`, { source: "u.csv" });

test.each<[DataTable, string]>([
  [changed("big,a,x,1,yes"), 'u.csv: row 4, column "size" must be a number, got "big"'],
  [changed("1e39,a,x,1,yes"), 'u.csv: row 4, column "size" must be a number, got "1e39"'],
  [changed("1,a,x,1,maybe"), 'u.csv: row 4, column "y" must be one of the 2 classes, got "maybe"'],
  [changed("1,a,x,,yes"), 'u.csv: row 4, column "weight" must be a weight, at least 0, got ""'],
  [changed("1,a,x,-1,yes"), 'u.csv: row 4, column "weight" must be a weight, at least 0, got "-1"'],
  [readCsv("size,kind\n1,a\n"), 'table must have a column "note" (as the layout), got size, kind'],
])("datasetFromTable names file, row and column %#", (wrong, message) => {
  expect(() => datasetFromTable(wrong, layout)).toThrow(`datasetFromTable: ${message}`);
});

test("datasetFromTable refuses vectors of another length, and flags that are none", () => {
  const lines = readJsonLines('{"v": [1, 2]}\n{"v": [1]}\n');
  expect(() => datasetFromTable(lines, inferLayout(lines))).toThrow(
    'datasetFromTable: json lines: row 2, column "v" must be a list of 2 numbers, got an array of length 1',
  );
  const flags = readCsv("v,p,q\n1,0,1\n2,1,3\n", { header: true });
  expect(() => datasetFromTable(flags, inferLayout(flags, { label: ["p", "q"], task: "several-classes" }))).toThrow(
    'datasetFromTable: csv: row 3, column "q" must be 0 or 1, got "3"',
  );
});
