import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { assertFields, assertOptions } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import { readArrow } from "../arrow/read-arrow.ts";
import type { DataTable } from "../data-table.ts";
import { mostUnpacked } from "../internal/most-unpacked.ts";
import { readParquet } from "../parquet/read-parquet.ts";
import { type ReadCsvOptions, readCsv } from "../read-csv.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { loadError } from "./internal/load-error.ts";
import { isGzip } from "./internal/unpack-file.ts";

/** Options of {@link loadTable}. */
export type LoadTableOptions = Omit<ReadCsvOptions, "source">;

/** The readers of files, by the end of the name. */
type Reader = (bytes: Uint8Array, source: string, options: LoadTableOptions) => DataTable | Promise<DataTable>;

const csv: Reader = (bytes, source, options) => readCsv(bytes, { ...options, source });
const jsonLines: Reader = (bytes, source) => readJsonLines(bytes, { source });
const arrow: Reader = (bytes, source) => readArrow(bytes, { source });
const READERS: Readonly<Record<string, Reader>> = {
  csv,
  txt: csv,
  data: csv,
  tsv: (bytes, source, options) => readCsv(bytes, { ...options, delimiter: "\t", source }),
  jsonl: jsonLines,
  ndjson: jsonLines,
  parquet: (bytes, source) => readParquet(bytes, { source }),
  arrow,
  feather: arrow,
};

/**
 * Reads a table from a file, by the end of its name: comma-separated values (`.csv`, `.txt`, `.data`), tab-separated ones (`.tsv`), JSON lines
 * (`.jsonl`, `.ndjson`), Parquet (`.parquet`, with the package `hyparquet`) or Arrow IPC (`.arrow`, `.feather`, with `apache-arrow`), plain or
 * as `.gz`.
 *
 * @param options the options of {@link readCsv}
 * @throws Error that names the file, and the row if any, when it cannot be read, or its name has no known ending
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { loadTable } from "@dark-knowledge/datasets/node";
 *
 * const path = `${mkdtempSync(`${tmpdir()}/table-`)}/letters.csv`;
 * writeFileSync(path, "letter,width\nT,2\nI,5\n");
 * (await loadTable(path)).names; // => ["letter", "width"]
 * ```
 */
export async function loadTable(path: string, options: LoadTableOptions = {}): Promise<DataTable> {
  assertOptions<LoadTableOptions>("loadTable", options, { delimiter: true, header: true });
  assertFields("loadTable", { path }, { path: "text" });
  const read = readerOf(path);
  if (read === undefined) {
    throw loadError("loadTable", `${path} must end in .${Object.keys(READERS).join(", .")}, each also with .gz`);
  }
  const bytes = await readUnpacked(path);
  try {
    return await read(bytes, path, options);
  } catch (cause) {
    throw loadError("loadTable", (cause as Error).message.replace(/^\w+: /, ""), cause);
  }
}

/**
 * Returns whether {@link loadTable} reads files of this name.
 *
 * @example
 * ```ts
 * import { isTablePath } from "@dark-knowledge/datasets/node";
 *
 * [isTablePath("letters.csv.gz"), isTablePath("letters")]; // => [true, false]
 * ```
 */
export function isTablePath(path: string): boolean {
  assertFields("isTablePath", { path }, { path: "text" });
  return readerOf(path) !== undefined;
}

function readerOf(path: string): Reader | undefined {
  const [, ending = ""] = /\.([a-z]+)(\.gz)?$/i.exec(path) ?? [];
  const format = ending.toLowerCase();
  return Object.hasOwn(READERS, format) ? READERS[format] : undefined;
}

async function readUnpacked(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readRegularFile(path, Number.MAX_SAFE_INTEGER);
    const maxOutputLength = mostUnpacked(bytes.length);
    return isGzip(bytes) ? await promisify<Uint8Array, object, Buffer>(gunzip)(bytes, { maxOutputLength }) : bytes;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw loadError("loadTable", `${path} cannot be read (${code ?? message})`, cause);
  }
}
