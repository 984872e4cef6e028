import { inferLayout, readCsv } from "@dark-knowledge/datasets";
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
