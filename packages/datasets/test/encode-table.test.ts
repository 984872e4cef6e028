import { expect, test } from "vitest";
import { columnOf, createDataset, encodeTable, selectRows, tableRow, withTransform } from "../src/index.ts";

const CITIES = ["Ulm", "Bonn", "Kiel"];
const source = tableRow([
  { name: "size", type: "number" },
  { name: "city", type: "category", values: CITIES },
  { name: "same", type: "number" },
]);
const rows = [
  { size: 1, city: "Ulm", same: 7 },
  { size: 5, city: "Ulm", same: 7 },
  { city: "Bonn", same: 7 },
  { size: 100, city: "Kiel" },
];
const table = createDataset({ columns: { row: columnOf(rows, source) } });

test("encodeTable fits on the rows of the view alone", () => {
  expect(encodeTable(selectRows(table, [0, 1, 2]))).toEqual({
    kind: "encode",
    version: 1,
    features: [
      { name: "size", type: "number", subtract: 3, divide: 2, marksMissing: true },
      { name: "city", type: "category", values: ["Bonn", "Ulm"] },
      { name: "same", type: "number", subtract: 7, divide: 1, marksMissing: false },
    ],
  });
});

test("encodeTable leaves rare categories out, and knows what to do with a field that nobody has", () => {
  expect(encodeTable(table, { minCount: 2 }).features[1]).toMatchObject({ values: ["Ulm"] });
  const nobody = createDataset({ columns: { row: columnOf([{}], source) } });
  expect(encodeTable(nobody).features).toEqual([
    { name: "size", type: "number", subtract: 0, divide: 1, marksMissing: true },
    { name: "city", type: "category", values: [] },
    { name: "same", type: "number", subtract: 0, divide: 1, marksMissing: true },
  ]);
});

test("encodeTable needs rows that nothing was done to", () => {
  const encoded = withTransform(table, encodeTable(table));
  expect(() => encodeTable(encoded)).toThrow(
    "encodeTable: columns.row must hold rows of tables that nothing was done to, got transforms",
  );
  const plain = createDataset({ columns: { x: { values: new Float32Array(1), shape: [1] } } });
  expect(() => encodeTable(plain)).toThrow(
    "encodeTable: columns.x must hold rows of tables that nothing was done to, got the source none",
  );
  expect(() => encodeTable(selectRows(table, []))).toThrow("encodeTable: dataset must have an example, got none");
});
