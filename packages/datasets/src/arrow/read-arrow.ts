import { assertArray, assertOptions, formatValue, oneLine } from "@dark-knowledge/core";
import type { Vector } from "apache-arrow";
import type { DataTable } from "../data-table.ts";
import { checkTexts } from "../internal/check-texts.ts";
import { type FileLimits, fileLimits } from "../internal/file-limits.ts";
import { importPeer } from "../internal/import-peer.ts";
import { makeTable } from "../internal/make-table.ts";
import { sourceName } from "../internal/source-name.ts";
import { checkMessages } from "./internal/check-messages.ts";
import { checkValues } from "./internal/check-values.ts";

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
  const library = await importPeer("readArrow", "apache-arrow", () => import("apache-arrow"));
  const limits = fileLimits(bytes.length);
  const table = parse(source, () => {
    checkMessages(bytes, limits);
    return library.tableFromIPC(bytes);
  });
  const present = table.schema.fields.map(({ name }) => name);
  const names = options.columns ?? present;
  const columns = names.map((name) => {
    const place = present.indexOf(name);
    if (place >= 0) return parse(source, () => cellsOf(source, name, table.getChildAt(place)!, limits));
    throw new Error(
      `readArrow: ${source} has no column ${formatValue(name)}; it has ${oneLine(present.join(", "), 200)}`,
    );
  });
  const rowNumbers = Int32Array.from({ length: table.numRows }, (_, row) => row + 1);
  return makeTable("readArrow", { source, names: [...names], columns, rowNumbers });
}

function parse<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if ((cause as Error).message.startsWith("readArrow: ")) throw cause;
    throw new Error(`readArrow: ${source} is damaged, or no Arrow file (${oneLine((cause as Error).message, 200)})`, {
      cause,
    });
  }
}

function cellsOf(source: string, name: string, vector: Vector, limits: FileLimits): ArrayLike<unknown> {
  if (checkValues(vector, limits)) {
    throw new Error(`readArrow: ${source} has structures in the column ${formatValue(name)}; choose others by columns`);
  }
  return Array.from({ length: vector.length }, (_, row) => plain(vector.get(row), limits));
}

/** Converts a cell to its JSON form: lists are separate vectors. An entry of a dictionary may be the cell of many rows. */
function plain(cell: unknown, limits: FileLimits): unknown {
  const isList = ArrayBuffer.isView(cell) || (typeof cell === "object" && cell !== null && "toArray" in cell);
  if (!isList) return cell;
  const { length } = cell as unknown as ArrayLike<unknown>;
  limits.take("cells", length);
  return Array.from(cell as unknown as Iterable<unknown>, (part) => plain(part, limits));
}
