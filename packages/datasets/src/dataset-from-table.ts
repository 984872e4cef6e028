import { assertOptions } from "@dark-knowledge/core";
import type { ColumnParts } from "./column.ts";
import { columnOf } from "./column-of.ts";
import { createDataset } from "./create-dataset.ts";
import type { DataTable } from "./data-table.ts";
import type { Dataset } from "./dataset.ts";
import { assertLayout } from "./internal/assert-layout.ts";
import { assertTable } from "./internal/assert-table.ts";
import { cellText, isMissing } from "./internal/table-cells.ts";
import { readFeatures, readVector } from "./internal/table-inputs.ts";
import { createTableReader } from "./internal/table-reader.ts";
import { readTableTargets, readTableWeights } from "./internal/table-targets.ts";
import type { Source } from "./source.ts";
import type { TableLayout } from "./table-layout.ts";
import { words } from "./words.ts";

/** Options of {@link datasetFromTable}. */
export interface DatasetFromTableOptions {
  /** The source of the columns of texts: {@link words} or {@link hashedText}. Default: `words()`. */
  readonly textSource?: Source;
}

/**
 * Makes a dataset from a table. Numbers and categories become the column `row` ({@link tableRow}), each text a column
 * of words or of what `textSource` makes of it, each list of numbers a column of floats; the row of the table is the id. Split it, then fit the transforms
 * of its columns on the training part: {@link encodeTable}, {@link vocabulary}, {@link standardise}.
 *
 * @param layout the layout of this table, or of another one with the same columns
 * @throws ArgumentError when the table lacks a column of the layout
 * @throws Error that names file, row and column of a cell that contradicts the layout
 *
 * @example
 * ```ts
 * import { classNamesOf, datasetFromTable, inferLayout, labelsOf, readCsv } from "@dark-knowledge/datasets";
 *
 * const table = readCsv("letter,width,height\nT,2,8\nI,5,12\nD,4,11\n");
 * const dataset = datasetFromTable(table, inferLayout(table, { label: "letter" }));
 * classNamesOf(dataset); // => ["D", "I", "T"]
 * Array.from(labelsOf(dataset)); // => [2, 1, 0]
 * Array.from(dataset.columns.row.values); // => [2, 8, 5, 12, 4, 11]
 * ```
 */
export function datasetFromTable(
  table: DataTable,
  layout: TableLayout,
  options: DatasetFromTableOptions = {},
): Dataset {
  assertTable("datasetFromTable", table);
  assertOptions<DatasetFromTableOptions>("datasetFromTable", options, { textSource: true });
  const { textSource = words() } = options;
  assertLayout("datasetFromTable", layout);
  const reader = createTableReader("datasetFromTable", table, layout);
  const columns: Record<string, ColumnParts> = {};
  if (layout.features.length > 0) columns.row = readFeatures(reader, layout);
  for (const name of layout.texts) {
    columns[name] = columnOf(
      Array.from(reader.cells(name), (cell) => (isMissing(cell, layout.missing) ? "" : cellText(cell))),
      textSource,
    );
  }
  for (const { name, size } of layout.vectors) columns[name] = readVector(reader, name, size);
  const weights = readTableWeights(reader, layout);
  return createDataset({
    columns,
    targets: readTableTargets(reader, layout),
    ...(weights === undefined ? {} : { weights }),
  });
}
