import { expect, test } from "vitest";
import { type DataTable, type InferLayoutOptions, inferLayout, readCsv } from "../src/index.ts";

function tableOf(columns: Readonly<Record<string, readonly unknown[]>>): DataTable {
  const [first = []] = Object.values(columns);
  return {
    source: "t",
    names: Object.keys(columns),
    columns: Object.values(columns),
    rowNumbers: Int32Array.from(first, (_, row) => row + 1),
  };
}
const repeat = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => make(index));

const table = tableOf({
  size: repeat(60, (row) => (row === 5 ? "?" : String(row / 10))),
  colour: repeat(60, (row) => ["red", "green", " blue"][row % 3]),
  note: repeat(60, (row) => `the note of row ${row}`),
  key: repeat(60, (row) => `k${row}`),
  flag: repeat(60, (row) => row % 2 === 0),
  vector: repeat(60, (row) => [row, 1]),
  nothing: repeat(60, () => null),
  digit: repeat(60, (row) => 9 - (row % 5)),
  price: repeat(60, (row) => row * 1.5),
});

test("inferLayout finds types, what is missing, and what is no use", () => {
  const { columns, features, texts, vectors, targets, sampled } = inferLayout(table, { label: "digit" });
  const found = Object.fromEntries(
    columns.map(({ name, type, role, missing, distinct }) => [name, `${type} ${role} ${missing} ${distinct}`]),
  );
  expect(found).toEqual({
    size: "number input 1 59",
    colour: "category input 0 3",
    note: "text input 0 60",
    key: "identifier ignored 0 60",
    flag: "category input 0 2",
    vector: "vector input 0 0",
    nothing: "empty ignored 60 0",
    digit: "number label 0 5",
    price: "number input 0 60",
  });
  expect(features).toEqual([
    { name: "size", type: "number" },
    { name: "colour", type: "category", values: ["blue", "green", "red"] },
    { name: "flag", type: "category", values: ["false", "true"] },
    { name: "price", type: "number" },
  ]);
  expect([texts, vectors, sampled]).toEqual([["note"], [{ name: "vector", size: 2 }], 60]);
  expect(targets).toEqual({ kind: "classes", column: "digit", classNames: ["5", "6", "7", "8", "9"] });
});

test.each<[InferLayoutOptions, object]>([
  [{}, { kind: "none" }],
  [{ label: "price" }, { kind: "numbers", columns: ["price"] }],
  [
    { label: "digit", task: "numbers" },
    { kind: "numbers", columns: ["digit"] },
  ],
  [{ label: ["price", "digit"] }, { kind: "numbers", columns: ["price", "digit"] }],
  [{ label: "flag" }, { kind: "classes", column: "flag", classNames: ["false", "true"] }],
  [
    { label: ["flag", "digit"], task: "several-classes" },
    { kind: "several-classes", columns: ["flag", "digit"], classNames: ["flag", "digit"] },
  ],
  [
    { label: "colour", task: "several-classes", separator: "e" },
    { kind: "several-classes", columns: ["colour"], classNames: ["blu", "d", "gr", "n", "r"] },
  ],
])("inferLayout(table, %o) learns what fits", (options, targets) => {
  expect(inferLayout(table, options).targets).toEqual(targets);
});

test("inferLayout takes inputs, types and roles as it is told", () => {
  const layout = inferLayout(table, {
    inputs: ["key", "digit", "flag"],
    types: { digit: "category" },
    weight: "size",
    group: "colour",
  });
  expect(layout.texts).toEqual(["key"]);
  expect(layout.features.map(({ name, type }) => `${name} ${type}`)).toEqual(["flag category", "digit category"]);
  expect([layout.weight, layout.group]).toEqual(["size", "colour"]);
  expect(inferLayout(table, { ignore: ["note", "vector"] })).toMatchObject({ texts: [], vectors: [] });
});

test("inferLayout looks at rows from all over the table, but finds classes in all of it", () => {
  const sorted = tableOf({
    x: repeat(5000, (row) => (row < 4000 ? String(row) : "many words here")),
    y: repeat(5000, (row) => `c${row % 200}`),
  });
  const layout = inferLayout(sorted, { label: "y", sample: 100 });
  expect(layout.sampled).toBe(100);
  // Not a number: the last thousand rows are sentences.
  expect(layout.columns[0]!.type).toBe("text");
  expect((layout.targets as { classNames: readonly string[] }).classNames).toHaveLength(200);
});

test("inferLayout makes words of single texts where there is nothing else", () => {
  const words = readCsv("word,language\nHaus,de\nhouse,en\nmaison,fr\nHund,de\ndog,en\nchien,fr\n");
  expect(inferLayout(words, { label: "language" }).texts).toEqual(["word"]);
});

test("inferLayout depends on no order of rows", () => {
  const other = { ...table, columns: table.columns.map((cells) => Array.from(cells).reverse()) };
  expect(inferLayout(other, { label: "digit" })).toEqual(inferLayout(table, { label: "digit" }));
});

test.each<[InferLayoutOptions, string]>([
  [
    { label: "digits" },
    'label must name columns of t (size, colour, note, key, flag, vector, nothing, digit, price), got "digits"',
  ],
  [
    { inputs: ["x"] },
    'inputs must name columns of t (size, colour, note, key, flag, vector, nothing, digit, price), got "x"',
  ],
  [
    { types: { size: "float" as never } },
    'types.size must be one of "number", "category", "text", "vector", "identifier", "empty", got "float"',
  ],
  [{ label: ["flag", "digit"], task: "classes" }, "label must be one column where it is a class, got 2"],
  [{ sample: 0 }, "sample must be an integer, at least 1, got 0"],
  [{ lable: "digit" } as never, 'options must have known names only (did you mean "label"?), got "lable"'],
])("inferLayout(table, %o) is refused", (options, message) => {
  expect(() => inferLayout(table, options)).toThrow(`inferLayout: ${message}`);
});

test("inferLayout refuses a table without inputs", () => {
  expect(() => inferLayout(tableOf({ y: ["a", "b"], z: [null, null] }), { label: "y" })).toThrow(
    "inferLayout: table must have a column that is an input (set inputs or types), got y (category, label), z (empty, ignored)",
  );
});

test("inferLayout takes columns that are called as what every object has", () => {
  const table = readCsv("constructor,label\n1,a\n2,b\n3,a\n");
  expect(inferLayout(table, { label: "label" }).features).toEqual([{ name: "constructor", type: "number" }]);
});
