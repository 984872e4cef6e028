import { expect, test } from "vitest";
import { batches, columnOf, createDataset, standardise, type TableFeature, tableRow } from "../src/index.ts";

const source = tableRow([
  { name: "age", type: "number" },
  { name: "job", type: "category", values: ["baker", "true"] },
]);

test("tableRow stores numbers, numbers of categories, −1 for others and NaN for what is missing", () => {
  const rows = [{ age: 2.5, job: true }, { age: "-1e3", job: "poet", more: 1 }, { age: null, job: "" }, {}];
  const { values, shape } = columnOf(rows, source);
  expect(shape).toEqual([2]);
  expect([...values]).toEqual([2.5, 1, -1000, -1, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});

test.each([
  [{ age: "old" }, 'must have a number for "age", not "old"'],
  [{ age: " " }, 'must have a number for "age", not " "'],
  [{ age: Infinity }, 'must have a number for "age", not Infinity'],
  [{ age: 1e39 }, 'must have a number for "age", not 1e+39'],
  [5, "must be a row: an object of fields"],
  [null, "must be a row: an object of fields"],
])("tableRow refuses the row %o", (row, message) => {
  expect(() => columnOf([row], source)).toThrow(`columnOf: raws[0] ${message}`);
});

test.each<[unknown, string]>([
  [[], "features must be a list of at least one feature, got an array of length 0"],
  [[{ name: "a", type: "text" }], 'features[0].type must be one of "number", "category", got "text"'],
  [
    [
      { name: "a", type: "number" },
      { name: "a", type: "number" },
    ],
    'features[1].name must be a text that no other has, got "a"',
  ],
  [
    [{ name: "a", type: "category", values: ["x", "x"] }],
    'features[0].values[1] must differ from those before, got "x"',
  ],
])("tableRow(%o) is refused", (features, message) => {
  expect(() => tableRow(features as TableFeature[])).toThrow(`tableRow: ${message}`);
});

test("rows that are not encoded are not shown where a model could make nothing of them", () => {
  const show = (rows: readonly object[], features = source) => [
    ...batches(createDataset({ columns: { row: columnOf(rows, features) } }), { batchSize: 9, order: "stored" }),
  ];
  expect(() => show([{ age: 1, job: "baker" }])).toThrow(
    "batches: dataset must have rows with the transform of encodeTable, got categories as they are stored",
  );
  const ages = tableRow([{ name: "age", type: "number" }]);
  expect(() => show([{ age: 1 }, {}], ages)).toThrow(
    "batches: dataset must have rows with the transform of encodeTable, got missing numbers",
  );
  expect(show([{ age: 1 }], ages)[0]!.inputs.row!.values).toEqual(Float32Array.of(1));
  expect(() => standardise(createDataset({ columns: { row: columnOf([{}], ages) } }))).toThrow(
    "must have rows with the transform of encodeTable, got missing numbers",
  );
});
