import { formatValue, oneLine } from "@dark-knowledge/core";
import type { Column } from "../column.ts";
import type { Dataset } from "../dataset.ts";
import { fail } from "./fail.ts";

/** The name of a column and the column: the named one, or the only one. */
export function chosenColumn(functionName: string, { columns }: Dataset, name?: string): readonly [string, Column] {
  const names = Object.keys(columns);
  if (name === undefined && names.length > 1) {
    fail(functionName, "state", "column", `must be one of ${oneLine(names.join(", "), 200)}`, "undefined");
  }
  if (name !== undefined && typeof name !== "string") {
    fail(functionName, "dtype", "column", "must be a name", formatValue(name));
  }
  const chosen = name ?? names[0]!;
  const column = Object.hasOwn(columns, chosen) ? columns[chosen] : undefined;
  if (column === undefined) {
    fail(functionName, "range", "column", `must be one of ${oneLine(names.join(", "), 200)}`, formatValue(name));
  }
  return [chosen, column];
}
