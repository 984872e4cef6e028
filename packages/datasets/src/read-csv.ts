import { assertOptions, formatValue } from "@dark-knowledge/core";
import Papa from "papaparse";
import type { DataTable } from "./data-table.ts";
import { assertCells, countCharacters } from "./internal/assert-cells.ts";
import { checkTexts } from "./internal/check-texts.ts";
import { fail } from "./internal/fail.ts";
import { isNumeric } from "./internal/is-numeric.ts";
import { decodeText, makeTable } from "./internal/make-table.ts";
import { sourceName } from "./internal/source-name.ts";

/** Options of {@link readCsv}. */
export interface ReadCsvOptions {
  /** The name of the file in errors. Default: `"csv"`. */
  readonly source?: string;
  /** The separator of cells. Default: the most frequent of comma, tab, semicolon and bar in the first row. */
  readonly delimiter?: string;
  /**
   * Whether the first row has the names of the columns, or these names. Columns without names are called `column 1`,
   * `column 2` and so on. Default: it has names if all of its cells are different texts and none is a number.
   */
  readonly header?: boolean | readonly string[];
}

/**
 * Reads a table of comma-separated values (RFC 4180), or with another delimiter. Every cell is a string; empty lines
 * are skipped.
 *
 * @param input the file's bytes in UTF-8, or its text
 * @throws Error that names file and row, when a quote is not closed or a row has another number of cells than the first
 *
 * @example
 * ```ts
 * import { readCsv } from "@dark-knowledge/datasets";
 *
 * const { names, columns } = readCsv('letter,width\nT,2\n"I, or l",5\n');
 * names; // => ["letter", "width"]
 * columns; // => [["T", "I, or l"], ["2", "5"]]
 * ```
 */
export function readCsv(input: string | Uint8Array, options: ReadCsvOptions = {}): DataTable {
  assertOptions<ReadCsvOptions>("readCsv", options, { source: true, delimiter: true, header: true });
  const { header } = options;
  const source = sourceName("readCsv", options.source, "csv");
  const text = decodeText("readCsv", source, input);
  const delimiter = options.delimiter ?? guessDelimiter(text);
  if (typeof delimiter !== "string" || delimiter.length !== 1) {
    fail("readCsv", "range", "delimiter", "must be one character", formatValue(delimiter));
  }
  assertCells("readCsv", source, text, delimiter);
  const { data, errors } = Papa.parse<string[]>(text, { delimiter });
  const [problem] = errors;
  if (problem !== undefined) {
    throw new Error(
      `readCsv: ${source}: row ${(problem.row ?? 0) + 1}: ${problem.message.toLowerCase()}; mend the file`,
    );
  }
  const rows = data
    .map((cells, index) => ({ cells, number: index + 1 }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  const first = rows[0]?.cells ?? [];
  const isHeader = typeof header === "boolean" ? header : header === undefined && looksLikeNames(first);
  const body = isHeader ? rows.slice(1) : rows;
  const names = Array.isArray(header)
    ? checkTexts("readCsv", "header", header)
    : isHeader
      ? first
      : first.map((_, index) => `column ${index + 1}`);
  for (const { cells, number } of body) {
    if (cells.length === names.length) continue;
    throw new Error(
      `readCsv: ${source}: row ${number} has ${cells.length} cells, not ${names.length}; mend the file, or name another delimiter`,
    );
  }
  return makeTable("readCsv", {
    source,
    names,
    columns: names.map((_, column) => body.map(({ cells }) => cells[column]!)),
    rowNumbers: Int32Array.from(body, ({ number }) => number),
  });
}

/** The most frequent of the usual ones in the first line, outside of quotes. */
function guessDelimiter(text: string): string {
  const [line = ""] = text.replace(/"[^"]*"/g, "").split(/\r?\n/, 1);
  const counts = [",", "\t", ";", "|"].map((delimiter) => ({ delimiter, count: countCharacters(line, delimiter) }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}

function looksLikeNames(cells: readonly string[]): boolean {
  return new Set(cells).size === cells.length && cells.every((cell) => cell.trim() !== "" && !isNumeric(cell));
}
