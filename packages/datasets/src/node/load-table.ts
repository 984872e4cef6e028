import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { assertOptions } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import { type ReadCsvOptions, readCsv } from "../read-csv.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { isGzip } from "./internal/unpack-file.ts";

/** Options of {@link loadTable}. */
export type LoadTableOptions = Omit<ReadCsvOptions, "source">;

const FORMATS = ".csv, .tsv, .txt, .data, .jsonl or .ndjson, each also with .gz";

/**
 * Reads a table from a file, by its name: comma-separated values (`.csv`, `.txt`, `.data`), tab-separated ones (`.tsv`) or JSON lines
 * (`.jsonl`, `.ndjson`), plain or as `.gz`.
 *
 * @throws Error that names the file, and the row where there is one, when it cannot be read, or its name has no known ending
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
  const [, ending = ""] = /\.([a-z]+)(\.gz)?$/i.exec(path) ?? [];
  const format = ending.toLowerCase();
  if (!["csv", "txt", "data", "tsv", "jsonl", "ndjson"].includes(format)) {
    throw new Error(`loadTable: ${path} must end in ${FORMATS}`);
  }
  const bytes = await readUnpacked(path);
  try {
    if (format === "jsonl" || format === "ndjson") return readJsonLines(bytes, { source: path });
    return readCsv(bytes, { ...options, ...(format === "tsv" ? { delimiter: "\t" } : {}), source: path });
  } catch (cause) {
    throw new Error(`loadTable: ${(cause as Error).message.replace(/^\w+: /, "")}`, { cause });
  }
}

async function readUnpacked(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return isGzip(bytes) ? await promisify(gunzip)(bytes) : bytes;
  } catch (cause) {
    throw new Error(`loadTable: ${path} cannot be read (${(cause as Error).message})`, { cause });
  }
}
