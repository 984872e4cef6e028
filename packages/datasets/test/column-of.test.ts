import { expect, test } from "vitest";
import { columnOf, createDataset, type Source, tableRow, words } from "../src/index.ts";

test("columnOf goes through any iterable once and numbers texts in the order in which they come", () => {
  function* texts() {
    yield "b a";
    yield "";
    yield "c b";
  }
  expect(columnOf(texts(), words())).toEqual({
    values: Int32Array.of(0, 1, 2, 0),
    shape: [],
    offsets: Int32Array.of(0, 2, 2, 4),
    names: ["b", "a", "c"],
    source: words(),
    transforms: [],
  });
});

test("columnOf of nothing is a column of no examples", () => {
  const dataset = createDataset({
    columns: { text: columnOf([], words()), row: columnOf([], tableRow([{ name: "a", type: "number" }])) },
  });
  expect(dataset.rows).toHaveLength(0);
});

test.each<[unknown, Source, string]>([
  [["a", 5], words(), "raws[1] must be a text"],
  [
    ["a"],
    { kind: "sound", version: 1 },
    'source.kind must be one of "words", "hashed-text", "category", "image", "table-row", got "sound"',
  ],
  [
    ["a"],
    { ...words(), version: 2 },
    "source.version must be at most 1 (update the package that has this kind to read newer ones), got 2",
  ],
  [["a"], null as never, "source must be a source, got null"],
])("columnOf(%j, %o) is refused", (raws, source, message) => {
  expect(() => columnOf(raws as string[], source)).toThrow(`columnOf: ${message}`);
});

test.each<[object, string]>([
  [
    { values: new Float32Array(1), shape: [1], names: ["a"] },
    "columns.x.values must be an Int32Array where there are names, got a Float32Array of length 1",
  ],
  [
    { values: Int32Array.of(1), shape: [1], names: ["a"] },
    "columns.x.values[0] must be an integer, at least 0 and below 1, got 1",
  ],
  [
    { values: Int32Array.of(1), shape: [1], names: ["a", "a"] },
    'columns.x.names[1] must differ from those before, got "a"',
  ],
  [{ values: Int32Array.of(1), shape: [1], names: ["a", 1] }, "columns.x.names[1] must be a text, got 1"],
  [
    { values: Int32Array.of(1), shape: [1], source: { kind: "words" } },
    "columns.x.source must be a source, with a kind and a version, got an object",
  ],
])("createDataset refuses the column %o", (column, message) => {
  expect(() => createDataset({ columns: { x: column as never } })).toThrow(`createDataset: ${message}`);
});
