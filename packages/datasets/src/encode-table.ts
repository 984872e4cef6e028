import { assertInteger, assertOptions } from "@dark-knowledge/core";
import type { ColumnChoice } from "./column-choice.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { chosenColumn } from "./internal/chosen-column.ts";
import { encodeCategory, encodeNumber } from "./internal/encode-feature.ts";
import { fail } from "./internal/fail.ts";
import type { TableFeature, TableRowSource } from "./table-row.ts";
import type { EncodeTransform, FeatureEncoding } from "./transform.ts";

/** Options of {@link encodeTable}. */
export interface EncodeTableOptions extends ColumnChoice {
  /** The minimum count of a known category. Default: 1. */
  readonly minCount?: number;
}

/**
 * Fits the transform that converts table rows to vectors, on a dataset's view:
 *
 * - a number is standardised, `(x − mean) / deviation` over the rows that have it; a missing one becomes 0, the mean,
 *   and if some were missing in the view, a second number is 1 for a missing one;
 * - a category becomes a one-hot row over those of the view, in the order of their texts; a missing or unknown one
 *   becomes zeros.
 *
 * @param dataset only the training part, with a column of {@link tableRow}
 * @returns a transform for {@link withTransform}
 * @throws ArgumentError when the column has another source, or the view has no examples
 *
 * @example
 * ```ts
 * import { batches, columnOf, createDataset, encodeTable, tableRow, withTransform } from "@dark-knowledge/datasets";
 *
 * const rows = [{ age: 20, job: "smith" }, { age: 40, job: "baker" }, { job: "smith" }];
 * const source = tableRow([
 *   { name: "age", type: "number" },
 *   { name: "job", type: "category", values: ["smith", "baker"] },
 * ]);
 * const table = createDataset({ columns: { row: columnOf(rows, source) } });
 * const [batch] = batches(withTransform(table, encodeTable(table)), { batchSize: 3, order: "stored" });
 * // Age, whether it is missing, baker, smith.
 * batch.inputs.row; // => { values: [-1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1], shape: [3, 4] }
 * ```
 */
export function encodeTable(dataset: Dataset, options: EncodeTableOptions = {}): EncodeTransform {
  assertDataset("encodeTable", dataset);
  assertOptions<EncodeTableOptions>("encodeTable", options, { column: true, minCount: true });
  const { minCount = 1 } = options;
  assertInteger("encodeTable", "minCount", minCount, { min: 1 });
  const [name, { values, source, transforms }] = chosenColumn("encodeTable", dataset, options.column);
  if (source?.kind !== "table-row" || transforms.length > 0) {
    const received = transforms.length > 0 ? "transforms" : `the source ${source?.kind ?? "none"}`;
    fail("encodeTable", "state", `columns.${name}`, "must hold rows of tables that nothing was done to", received);
  }
  if (dataset.rows.length === 0) fail("encodeTable", "range", "dataset", "must have an example", "none");
  const { features } = source as TableRowSource;
  const cellsOf = (index: number) => Float64Array.from(dataset.rows, (row) => values[row * features.length + index]!);
  return {
    kind: "encode",
    version: 1,
    features: features.map((feature, index) => fitFeature(feature, cellsOf(index), minCount)),
  };
}

function fitFeature(feature: TableFeature, cells: Float64Array, minCount: number): FeatureEncoding {
  const known = cells.filter((cell) => !Number.isNaN(cell));
  if (feature.type === "number") {
    const mean = known.length === 0 ? 0 : known.reduce((sum, cell) => sum + cell, 0) / known.length;
    const squares = known.reduce((sum, cell) => sum + (cell - mean) ** 2, 0);
    return encodeNumber(feature.name, { count: known.length, mean, squares }, known.length < cells.length);
  }
  const found = new Float64Array(feature.values.length);
  for (const code of known) if (code >= 0) found[code]!++;
  return encodeCategory(feature, found, minCount);
}
