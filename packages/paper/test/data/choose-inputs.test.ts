import { inferLayout, readCsv } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { assertColumns, chooseInputs, layoutOptionsOf } from "../../src/data/choose-inputs.ts";

const rows = Array.from(
  { length: 40 },
  (_, row) => `${["a", "b"][row % 2]},${row * 7},words of the row ${row},${row % 3}`,
);
const table = readCsv(["kind,size,note,site", ...rows].join("\n"), { source: "t.csv" });
const chosen = (spec: object) => {
  const given = { label: "kind", ...spec };
  return chooseInputs(inferLayout(table, layoutOptionsOf(given)), given);
};

test("numbers and categories are the input together, and other columns are ignored", () => {
  const layout = chosen({ group: "site" });
  expect(layout.columns.map(({ name, role }) => [name, role])).toEqual([
    ["kind", "label"],
    ["size", "input"],
    ["note", "ignored"],
    ["site", "group"],
  ]);
  // As if the column had been named.
  expect(layout).toEqual(inferLayout(table, { label: ["kind"], group: "site", ignore: ["note"] }));
  expect(chosen({ text: "note" })).toMatchObject({ texts: ["note"], features: [] });
});

test("columns that do not exist, or have two roles, are refused", () => {
  expect(() => assertColumns(table, { label: "kind", weight: "w" })).toThrow(
    'spec: data.weight must name a column of t.csv (kind, size, note, site), got "w"',
  );
  expect(() => layoutOptionsOf({ label: "kind", group: "note", text: "note" })).toThrow(
    "spec: data.text must be a column",
  );
  expect(() => chosen({ label: "size" })).toThrow("spec: data.task must be");
  expect(() => chosen({ label: ["size", "site"] })).toThrow(
    'spec: data.task must be "several-classes" (columns of 0 and 1) or "numbers" (regression) for several label columns, got nothing',
  );
  expect(() => chosen({ ignore: ["size", "site"] })).toThrow(
    "spec: data.text must name the column of the texts (note)",
  );
});
