import { createHash } from "node:crypto";
import { assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Column } from "../column.ts";
import type { FileDataset, FileStorage, StoredGroup } from "../file-dataset.ts";
import { assertLayout } from "../internal/assert-layout.ts";
import { checkWeights } from "../internal/check-weights.ts";
import { fail } from "../internal/fail.ts";
import { LAYOUT_OPTIONS } from "../internal/layout-of.ts";
import { product } from "../internal/product.ts";
import { readFeatures, readVector } from "../internal/table-inputs.ts";
import { createTableReader } from "../internal/table-reader.ts";
import type { InferLayoutOptions } from "../layout-options.ts";
import type { TableLayout } from "../table-layout.ts";
import { tableRow } from "../table-row.ts";
import { collectTargets } from "./internal/collect-targets.ts";
import { type FileTable, joinFiles } from "./internal/file-table.ts";
import { createGroupCache } from "./internal/group-cache.ts";
import type { GroupedFile } from "./internal/grouped-file.ts";
import { openArrowGroups } from "./internal/open-arrow-groups.ts";
import { openParquetGroups } from "./internal/open-parquet-groups.ts";
import { scanLayout } from "./internal/scan-layout.ts";

/** Options of {@link openFileDataset}: those of `inferLayout`, or a layout. */
export interface OpenFileDatasetOptions extends InferLayoutOptions {
  /** The layout of other files of the same table, instead of one that is inferred: that of the training set for a test set. */
  readonly layout?: TableLayout;
  /** The most memory for row groups. Default: 268,435,456 bytes, 256 MiB. */
  readonly cacheBytes?: number;
}

/**
 * Opens Parquet files (`.parquet`, with the package `hyparquet`) or Arrow IPC files (`.arrow`, `.feather`, with
 * `apache-arrow`) as one dataset that may be larger than memory. Inputs stay in the files and are read by row group (in
 * Arrow: by record batch) into a cache of `cacheBytes`.
 *
 * Numbers and categories become the column `row`, each list of numbers a column of floats, as in `datasetFromTable`.
 * Texts cannot be inputs. The row, counted through all files in their order, is the id. Targets, weights and the view
 * are kept in memory: 8 bytes for an example with a class.
 *
 * Types are inferred from a sample. The classes and categories are those of all rows: their columns are read once, and
 * the targets once more.
 *
 * @param paths one file, or several of the same table
 * @throws ArgumentError when an option is not in its range, a text is an input, or a row group is larger than the cache
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
  const { layout: given, cacheBytes = 2 ** 28, ...inferring } = options;
  assertInteger(NAME, "cacheBytes", cacheBytes, { min: 1 });
  const [other] = Object.keys(inferring);
  if (given !== undefined && other !== undefined) {
    fail(NAME, "state", other, "must be left out with a layout", formatValue(inferring[other as "label"]));
  }
  if (given !== undefined) assertLayout(NAME, given);
  const opened: GroupedFile[] = [];
  for (const path of pathsOf(paths)) opened.push(await openGroups(path));
  const files = joinFiles(NAME, opened);
  const total = files.starts.at(-1)!;
  if (total === 0) throw new Error(`${NAME}: ${opened[0]!.path} has no rows`);
  const layout = given ?? (await scanLayout(NAME, files, inferring));
  if (layout.texts.length > 0) {
    const expected = "must be empty, since texts cannot be inputs from files (ignore the columns)";
    fail(NAME, "state", "layout.texts", expected, layout.texts.join(", "));
  }
  const { targets, weights } = await collectTargets(NAME, files, layout);
  if (weights !== undefined) checkWeights("weights", weights, total, "examples");
  const described = describeColumns(layout);
  const storage = createStorage(files, layout, described, cacheBytes);
  const first = await storage.load(NAME, [...files.starts.keys()].find((group) => files.starts[group + 1]! > 0)!);
  const columns = Object.entries(described).map(([name, column]): [string, Column] => {
    // A copy, so that the row group does not stay in memory.
    return [name, { ...column, values: first[name]!.slice(0, storage.sampled * product(column.shape)) }];
  });
  return {
    ...{ columns: Object.fromEntries(columns), targets, storage, layout },
    ...(weights === undefined ? {} : { weights }),
    rows: Int32Array.from({ length: total }, (_, row) => row),
  };
}

const NAME = "openFileDataset";

const OPENERS: Readonly<Record<string, (functionName: string, path: string) => Promise<GroupedFile>>> = {
  parquet: openParquetGroups,
  arrow: openArrowGroups,
  feather: openArrowGroups,
};

function pathsOf(paths: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  const isTexts = list.length > 0 && list.every((path) => typeof path === "string" && path !== "");
  if (!isTexts) fail(NAME, "dtype", "paths", "must be a path, or several", formatValue(paths));
  return list as readonly string[];
}

async function openGroups(path: string): Promise<GroupedFile> {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const open = Object.hasOwn(OPENERS, ending) ? OPENERS[ending] : undefined;
  if (open !== undefined) return open(NAME, path);
  return fail(NAME, "range", "paths", "must end in .parquet, .arrow or .feather", formatValue(path));
}

type Described = Readonly<Record<string, Omit<Column, "values">>>;

function describeColumns({ features, vectors }: TableLayout): Described {
  const row = { shape: [features.length], transforms: [] };
  return {
    ...(features.length > 0 ? { row: { ...row, source: tableRow(features) } } : {}),
    ...Object.fromEntries(vectors.map(({ name, size }) => [name, { shape: [size], transforms: [] }])),
  };
}

const MOST_SAMPLED = 1024;

function createStorage(files: FileTable, layout: TableLayout, columns: Described, cacheBytes: number): FileStorage {
  const { starts } = files;
  const { features, vectors } = layout;
  const sizes = Object.values(columns).map(({ shape }) => product(shape));
  const bytesPerExample = Float32Array.BYTES_PER_ELEMENT * sizes.reduce((sum, size) => sum + size, 0);
  const sizeOf = (group: number) => (starts[group + 1]! - starts[group]!) * bytesPerExample;
  const groups = Array.from({ length: starts.length - 1 }, (_, group) => group);
  const largest = groups.reduce((most, group) => Math.max(most, sizeOf(group)), 0);
  if (largest > cacheBytes) {
    const expected = `must be at least ${largest}, the size of the largest row group in memory (or write smaller ones)`;
    fail(NAME, "range", "cacheBytes", expected, String(cacheBytes));
  }
  const inputs = [...features, ...vectors].map(({ name }) => name);
  const cache = createGroupCache({
    ...{ cacheBytes, sizeOf },
    async read(functionName, group): Promise<StoredGroup> {
      const reader = createTableReader(functionName, await files.readGroup(functionName, group, inputs), layout);
      const stored = vectors.map(({ name, size }) => [name, readVector(reader, name, size).values]);
      if (features.length > 0) stored.push(["row", readFeatures(reader, layout).values]);
      return Object.fromEntries(stored);
    },
  });

  async function hashAll(functionName: string): Promise<Readonly<Record<string, Uint8Array>>> {
    const hashes = Object.keys(columns).map((name) => ({ name, hash: createHash("sha256") }));
    for (const group of groups) {
      const stored = await cache.load(functionName, group);
      for (const { name, hash } of hashes) hash.update(bytesOf(stored[name]!));
    }
    return Object.fromEntries(hashes.map(({ name, hash }) => [name, Uint8Array.from(hash.digest())]));
  }

  let digests: Promise<Readonly<Record<string, Uint8Array>>> | undefined;
  return {
    ...{ starts, bytesPerExample, cacheBytes },
    sampled: Math.min(starts.find((start) => start > 0)!, MOST_SAMPLED),
    load: cache.load,
    statistics: cache.statistics,
    digests(functionName) {
      digests ??= hashAll(functionName).catch((cause) => {
        digests = undefined;
        throw cause;
      });
      return digests;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
