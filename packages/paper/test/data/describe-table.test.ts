import { datasetFromTable, inferLayout, readCsv } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { describeTable } from "../../src/data/describe-table.ts";

test("describeTable lists what each column is, and how many more there are", () => {
  const names = Array.from({ length: 34 }, (_, column) => `x${column}`);
  const table = readCsv(
    [["y", ...names].join(), ...[1, 2, 3].map((row) => ["ab"[row % 2], ...names.map(() => row)].join())].join("\n"),
  );
  const lines = describeTable("t.csv", inferLayout(table, { label: "y", sample: 2 }), 3);
  expect(lines.slice(0, 4)).toEqual([
    "t.csv: 3 rows (types and counts from 2 of them), 35 columns, 2 classes",
    "  column  type      use    missing  different",
    "  y       category  label  0        2",
    "  x0      number    input  0        2",
  ]);
  expect(lines).toHaveLength(1 + 1 + 30 + 1);
  expect(lines.at(-1)).toBe("  … and 5 more");
});

test("describeTable says how a row has no class where a cell lists several, if some cells are empty", () => {
  const linesOf = (cells: readonly string[], path = "t.csv") => {
    const table = readCsv(["y,x", ...cells.map((cell, row) => `${cell},${row}`)].join("\n"));
    const layout = inferLayout(table, { label: "y", task: "several-classes" });
    return { lines: describeTable(path, layout, cells.length), ...datasetFromTable(table, layout).targets };
  };
  const { lines, labels } = linesOf(["a;b", "", ";", "b"]) as { lines: readonly string[]; labels: Int8Array };
  expect(lines.at(-1)).toBe("an empty cell of y leaves its row without labels; a cell of ; says that it has no class");
  expect(Array.from(labels)).toEqual([1, 1, -1, -1, 0, 0, 0, 1]);
  expect(linesOf(["a;b", ";", "b"]).lines).toHaveLength(1 + 3);
  expect(linesOf(["a;b", "", "b"], "t.jsonl").lines).toHaveLength(1 + 3);
});
