import { assertArray, assertOptions } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import { checkTexts } from "../internal/check-texts.ts";
import { makeTable } from "../internal/make-table.ts";
import { sourceName } from "../internal/source-name.ts";
import { openParquet } from "./internal/open-parquet.ts";

/** Options of {@link readParquet}. */
export interface ReadParquetOptions {
  /** The name of the file in errors. Default: `"parquet"`. */
  readonly source?: string;
  /** The columns to read. Default: all. */
  readonly columns?: readonly string[];
}

/**
 * Reads a table from a Parquet file. Needs the package `hyparquet`, and `hyparquet-compressors` for other compression
 * than Snappy.
 *
 * @param bytes the contents of the file
 * @throws Error that names the file, when it is damaged or not a Parquet file, lacks a column, or a package is not
 * installed
 *
 * @example
 * ```ts no-run
 * import { readFile } from "node:fs/promises";
 * import { datasetFromTable, inferLayout } from "@dark-knowledge/datasets";
 * import { readParquet } from "@dark-knowledge/datasets/parquet";
 *
 * const table = await readParquet(await readFile("train.parquet"), { source: "train.parquet" });
 * const dataset = datasetFromTable(table, inferLayout(table, { label: "income" }));
 * ```
 */
export async function readParquet(bytes: Uint8Array, options: ReadParquetOptions = {}): Promise<DataTable> {
  assertOptions<ReadParquetOptions>("readParquet", options, { source: true, columns: true });
  assertArray("readParquet", "bytes", bytes, "Uint8Array");
  if (options.columns !== undefined) checkTexts("readParquet", "columns", options.columns);
  const source = sourceName("readParquet", options.source, "parquet");
  // A copy, where the bytes are a part of a larger buffer.
  const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
  const file = await openParquet("readParquet", source, buffer as ArrayBuffer);
  const names = options.columns ?? file.names;
  const columns: ArrayLike<unknown>[] = [];
  for (const name of names) columns.push(await file.readColumn(name, 0, file.rows));
  const rowNumbers = Int32Array.from({ length: file.rows }, (_, row) => row + 1);
  return makeTable("readParquet", { source, names: [...names], columns, rowNumbers });
}
