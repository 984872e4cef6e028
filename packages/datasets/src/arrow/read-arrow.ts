import { assertArray, assertOptions, formatValue, oneLine } from "@dark-knowledge/core";
import type { Vector } from "apache-arrow";
import type { DataTable } from "../data-table.ts";
import { checkTexts } from "../internal/check-texts.ts";
import { importPeer } from "../internal/import-peer.ts";
import { makeTable } from "../internal/make-table.ts";
import { sourceName } from "../internal/source-name.ts";

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
  const table = parse(source, () => library.tableFromIPC(bytes));
  assertRoom(source, table.numRows, bytes.length);
  const present = table.schema.fields.map(({ name }) => name);
  const names = options.columns ?? present;
  const columns = names.map((name) => {
    const place = present.indexOf(name);
    if (place >= 0) {
      const vector = table.getChildAt(place)!;
      assertRoom(source, vector.length, bytes.length);
      return parse(source, () => cellsOf(source, name, vector));
    }
    throw new Error(
      `readArrow: ${source} has no column ${formatValue(name)}; it has ${oneLine(present.join(", "), 200)}`,
    );
  });
  const rowNumbers = Int32Array.from({ length: table.numRows }, (_, row) => row + 1);
  return makeTable("readArrow", { source, names: [...names], columns, rowNumbers });
}

/** A row takes a bit at least; a few changed bytes must not fill the memory. */
function assertRoom(source: string, rows: number, bytes: number): void {
  if (rows <= 8 * bytes) return;
  throw new Error(`readArrow: ${source} is damaged (it has ${bytes} bytes and promises ${rows} rows)`);
}

function parse<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if ((cause as Error).message.startsWith("readArrow: ")) throw cause;
    throw new Error(`readArrow: ${source} is damaged, or no Arrow file (${(cause as Error).message})`, { cause });
  }
}

function cellsOf(source: string, name: string, vector: Vector): ArrayLike<unknown> {
  const cells = Array.from({ length: vector.length }, (_, row) => plain(vector.get(row)));
  const structure = cells.find((cell) => typeof cell === "object" && cell !== null && !Array.isArray(cell));
  if (structure === undefined || structure instanceof Date) return cells;
  throw new Error(
    `readArrow: ${source} has structures in the column ${JSON.stringify(name)}; choose others by columns`,
  );
}

/** Converts a cell to its JSON form: lists are separate vectors. */
function plain(cell: unknown): unknown {
  if (typeof cell === "object" && cell !== null && "toArray" in cell)
    return Array.from(cell as unknown as Iterable<unknown>);
  return ArrayBuffer.isView(cell) ? Array.from(cell as unknown as ArrayLike<unknown>) : cell;
}
