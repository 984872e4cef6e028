import { assertArray } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";

/** Checks that names differ. */
export function makeTable(functionName: string, table: DataTable): DataTable {
  const { source, names } = table;
  if (names.length === 0) throw new Error(`${functionName}: ${source} has no columns`);
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw new Error(
      `${functionName}: ${source} has two columns ${JSON.stringify(twice)}; name them by an option, or in the file`,
    );
  }
  // Objects of columns by name would lose it.
  if (seen.has("__proto__"))
    throw new Error(`${functionName}: ${source} has a column "__proto__"; give it another name`);
  return table;
}

/** No text of JavaScript is longer. */
const MOST_BYTES = 2 ** 29 - 24;

/** Text of bytes in UTF-8, without the mark that some programs write at the beginning. */
export function decodeText(functionName: string, source: string, input: string | Uint8Array): string {
  if (typeof input !== "string") assertArray(functionName, "input", input, "Uint8Array");
  if (typeof input === "string") return input.replace(/^\ufeff/, "");
  if (input.length > MOST_BYTES) {
    throw new Error(
      `${functionName}: ${source} has ${input.length} bytes, more than a text can have; split it, or use Parquet`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input);
  } catch (cause) {
    throw new Error(`${functionName}: ${source} is not text in UTF-8; convert it`, { cause });
  }
}
