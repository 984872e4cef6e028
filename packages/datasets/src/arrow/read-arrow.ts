import { assertArray, assertOptions } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import { checkTexts } from "../internal/check-texts.ts";
import { makeTable } from "../internal/make-table.ts";
import { sourceName } from "../internal/source-name.ts";
import { readArrowColumns } from "./internal/read-arrow-columns.ts";

/** Options of {@link readArrow}. */
export interface ReadArrowOptions {
  /** The name of the file in errors. Default: `"arrow"`. */
  readonly source?: string;
  /** The columns to read. Default: all. */
  readonly columns?: readonly string[];
}

/**
 * Reads a table from an Arrow IPC file or stream (`.arrow`, `.feather` of version 2). Needs the package `apache-arrow`.
 *
 * @param bytes the contents of the file
 * @throws Error that names the file, when it is damaged or not an Arrow file, lacks a column, or has a column of
 * structures; or when the package is not installed
 *
 * @example
 * ```ts no-run
 * import { readFile } from "node:fs/promises";
 * import { readArrow } from "@dark-knowledge/datasets/arrow";
 *
 * const { names, columns } = await readArrow(await readFile("train.arrow"), { source: "train.arrow" });
 * ```
 */
export async function readArrow(bytes: Uint8Array, options: ReadArrowOptions = {}): Promise<DataTable> {
  assertOptions<ReadArrowOptions>("readArrow", options, { source: true, columns: true });
  assertArray("readArrow", "bytes", bytes, "Uint8Array");
  if (options.columns !== undefined) checkTexts("readArrow", "columns", options.columns);
  const source = sourceName("readArrow", options.source, "arrow");
  const table = await readArrowColumns(
    { functionName: "readArrow", source, damaged: "is damaged, or no Arrow file" },
    bytes,
    { columns: options.columns },
  );
  const rowNumbers = Int32Array.from({ length: table.rows }, (_, row) => row + 1);
  return makeTable("readArrow", { source, names: table.names, columns: table.columns, rowNumbers });
}
