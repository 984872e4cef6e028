import { assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Column } from "../column.ts";
import type { FileDataset } from "../file-dataset.ts";
import { assertLayout } from "../internal/assert-layout.ts";
import { checkWeights } from "../internal/check-weights.ts";
import { fail } from "../internal/fail.ts";
import { LAYOUT_OPTIONS } from "../internal/layout-of.ts";
import { product } from "../internal/product.ts";
import type { InferLayoutOptions } from "../layout-options.ts";
import type { TableLayout } from "../table-layout.ts";
import { collectTargets } from "./internal/collect-targets.ts";
import { createStorage, describeColumns } from "./internal/create-storage.ts";
import { openTableFiles } from "./internal/open-table-files.ts";
import { scanLayout } from "./internal/scan-layout.ts";

/** Options of {@link openFileDataset}: those of `inferLayout`, or a layout. */
export interface OpenFileDatasetOptions extends InferLayoutOptions {
  /** The layout of other files of the same table, instead of one that is inferred: that of the training set for a test set. */
  readonly layout?: TableLayout;
  /** The most memory for row groups. Default: 268,435,456 bytes, 256 MiB, or what the largest row group takes. */
  readonly cacheBytes?: number;
}

/**
 * Opens Parquet files (`.parquet`, with the package `hyparquet`) or Arrow IPC files (`.arrow`, `.feather`, with
 * `apache-arrow`) as one dataset that may be larger than memory. Inputs stay in the files and are read by row group (in
 * Arrow: by record batch) into a cache of `cacheBytes`.
 *
 * Numbers and categories become the column `row`, each list of numbers a column of floats, as in `datasetFromTable`.
 * Texts cannot be inputs. The row, counted through all files in their order, is the id. Targets, weights, groups and
 * the view are kept in memory: 8 bytes for an example with a class.
 *
 * Types are inferred from a sample. The classes and categories are those of all rows: their columns are read once, and
 * the targets, weights and groups once more. {@link inferFileLayout} infers the layout alone.
 *
 * @param paths one file, or several of the same table
 * @throws ArgumentError when an option is not in its range, a text is an input, or a row group is larger than
 *   `cacheBytes`
 * @throws Error that names the file, and the row group, or row and column, when it cannot be read, is damaged, or
 *   contradicts the layout
 *
 * @example
 * ```ts no-run
 * import { describeShuffle, fitTransforms, readBatches } from "@dark-knowledge/datasets";
 * import { openFileDataset } from "@dark-knowledge/datasets/node";
 *
 * const files = await openFileDataset(["part-0.parquet", "part-1.parquet"], { label: "income" });
 * const training = await fitTransforms(files);
 * describeShuffle(training).description;
 * // => "shuffled row groups, 8 of 100 mixed at a time: a batch is drawn from about 7.7 % of the examples"
 * for await (const { inputs } of readBatches(training, { batchSize: 128, seed: 1, epoch: 0 })) console.log(inputs.row.shape);
 * ```
 */
export async function openFileDataset(
  paths: string | readonly string[],
  options: OpenFileDatasetOptions = {},
): Promise<FileDataset> {
  assertOptions<OpenFileDatasetOptions>(NAME, options, { ...LAYOUT_OPTIONS, layout: true, cacheBytes: true });
  const { layout: given, cacheBytes, ...inferring } = options;
  if (cacheBytes !== undefined) assertInteger(NAME, "cacheBytes", cacheBytes, { min: 1 });
  const [other] = Object.keys(inferring);
  if (given !== undefined && other !== undefined) {
    fail(NAME, "state", other, "must be left out with a layout", formatValue(inferring[other as "label"]));
  }
  if (given !== undefined) assertLayout(NAME, given);
  const files = await openTableFiles(NAME, paths);
  const total = files.starts.at(-1)!;
  const layout = given ?? (await scanLayout(NAME, files, inferring));
  if (layout.texts.length > 0) {
    const expected = "must be empty, since texts cannot be inputs from files (ignore the columns)";
    fail(NAME, "state", "layout.texts", expected, layout.texts.join(", "));
  }
  const { targets, weights, groups } = await collectTargets(NAME, files, layout);
  if (weights !== undefined) checkWeights("weights", weights, total, "examples");
  const storage = createStorage(NAME, files, layout, cacheBytes);
  const first = await storage.load(NAME, [...files.starts.keys()].find((group) => files.starts[group + 1]! > 0)!);
  const columns = Object.entries(describeColumns(layout)).map(([name, column]): [string, Column] => {
    // A copy, so that the row group does not stay in memory.
    return [name, { ...column, values: first[name]!.slice(0, storage.sampled * product(column.shape)) }];
  });
  return {
    ...{ columns: Object.fromEntries(columns), targets, storage, layout },
    ...(weights === undefined ? {} : { weights }),
    ...(groups === undefined ? {} : { groups }),
    rows: Int32Array.from({ length: total }, (_, row) => row),
  };
}

const NAME = "openFileDataset";
