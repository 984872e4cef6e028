import { assertArray, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Table } from "apache-arrow";
import { sourceName } from "../internal/source-name.ts";
import { checkValues } from "./internal/check-values.ts";
import { openArrowTable, parseArrow } from "./internal/open-arrow-table.ts";

/** Options of {@link readArrowTable}. */
export interface ReadArrowTableOptions {
  /** The name of the bytes in errors. Default: `"arrow"`. */
  readonly source?: string;
}

/**
 * Reads an Arrow IPC file or stream as a table of `apache-arrow`, which must be installed, for bytes that may hold
 * anything: before the library follows a count, a length or an offset in them it is compared with the bytes that are
 * there. Unlike {@link readArrow} it leaves the columns as vectors, and the metadata of the schema with them.
 *
 * @param bytes the whole file or stream
 * @returns the table; its columns are parts of `bytes`
 * @throws Error that names the source, when it is damaged or not Arrow, or has a column of structures; or when the
 * package is not installed
 *
 * @example
 * ```ts no-run
 * import { readFile } from "node:fs/promises";
 * import { readArrowTable } from "@dark-knowledge/datasets/arrow";
 *
 * const table = await readArrowTable(await readFile("answers.arrow"), { source: "answers.arrow" });
 * const [temperature, logits] = [table.schema.metadata.get("temperature"), table.getChild("logits")];
 * ```
 */
export async function readArrowTable(bytes: Uint8Array, options: ReadArrowTableOptions = {}): Promise<Table> {
  assertOptions<ReadArrowTableOptions>(NAME, options, { source: true });
  assertArray(NAME, "bytes", bytes, "Uint8Array");
  const source = sourceName(NAME, options.source, "arrow");
  const naming = { functionName: NAME, source, damaged: "is damaged, or no Arrow" };
  const { table, limits } = await openArrowTable(naming, bytes);
  for (const [index, { name }] of table.schema.fields.entries()) {
    if (parseArrow(naming, () => checkValues(table.getChildAt(index)!, limits))) {
      throw new Error(`${NAME}: ${source} has structures in the column ${formatValue(name)}`);
    }
  }
  return table;
}

const NAME = "readArrowTable";
