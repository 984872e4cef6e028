import { assertArray, assertObject, formatValue } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import { checkTexts } from "./check-texts.ts";
import { fail } from "./fail.ts";
import { isList } from "./table-cells.ts";

/** Throws unless it is a table: columns by different names, and as many cells in each as there are rows. */
export function assertTable(functionName: string, table: unknown): asserts table is DataTable {
  assertObject(functionName, "table", table);
  const { source, names, columns, rowNumbers } = table as Partial<DataTable>;
  if (typeof source !== "string") fail(functionName, "dtype", "table.source", "must be a text", formatValue(source));
  checkTexts(functionName, "table.names", names);
  assertArray(functionName, "table.rowNumbers", rowNumbers, "Int32Array");
  assertArray(functionName, "table.columns", columns, "Array");
  const count = (names as readonly string[]).length;
  if (columns.length !== count) {
    fail(functionName, "shape", "table.columns", `must have length ${count} (as names)`, String(columns.length));
  }
  columns.forEach((column, index) => {
    if (isList(column) && column.length === rowNumbers.length) return;
    const expected = `must be a list of ${rowNumbers.length} cells (as rowNumbers)`;
    fail(functionName, "shape", `table.columns[${index}]`, expected, formatValue(column));
  });
}
