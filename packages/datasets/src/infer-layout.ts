import { assertOptions } from "@dark-knowledge/core";
import type { DataTable } from "./data-table.ts";
import { assertTable } from "./internal/assert-table.ts";
import { classesOf } from "./internal/classes-of.ts";
import { LAYOUT_OPTIONS, layoutOf } from "./internal/layout-of.ts";
import { sampleRows } from "./internal/sample-rows.ts";
import { columnNamed } from "./internal/table-cells.ts";
import type { InferLayoutOptions } from "./layout-options.ts";
import type { TableLayout } from "./table-layout.ts";

/**
 * Infers the types and roles of a table's columns from a sample of its rows. Classes and categories are those of all
 * rows, numbers by size, texts by code units, so that they do not depend on the order of the rows.
 *
 * @returns plain data; change it as you like before {@link datasetFromTable} uses it
 * @throws ArgumentError when a named column does not exist, or no input is left
 *
 * @example
 * ```ts
 * import { inferLayout, readCsv } from "@dark-knowledge/datasets";
 *
 * const table = readCsv("letter,width,kind\nT,2,serif\nI,5,sans\nT,3,sans\n");
 * const { targets, features } = inferLayout(table, { label: "letter" });
 * targets; // => { kind: "classes", column: "letter", classNames: ["I", "T"] }
 * features;
 * // => [{ name: "width", type: "number" }, { name: "kind", type: "category", values: ["sans", "serif"] }]
 * ```
 */
export function inferLayout(table: DataTable, options: InferLayoutOptions = {}): TableLayout {
  assertTable("inferLayout", table);
  assertOptions<InferLayoutOptions>("inferLayout", options, LAYOUT_OPTIONS);
  const rowCount = table.rowNumbers.length;
  return layoutOf("inferLayout", options, {
    table,
    sampled: (size) => sampleRows(rowCount, size),
    rowCount,
    classes: (name, missing, separator) => classesOf(columnNamed(table, name), missing, separator),
  });
}
