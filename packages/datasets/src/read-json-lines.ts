import { assertOptions, oneLine } from "@dark-knowledge/core";
import type { DataTable } from "./data-table.ts";
import { assertCells } from "./internal/assert-cells.ts";
import { fileLimits } from "./internal/file-limits.ts";
import { decodeText, makeTable } from "./internal/make-table.ts";
import { sourceName } from "./internal/source-name.ts";

/** Options of {@link readJsonLines}. */
export interface ReadJsonLinesOptions {
  /** The name of the file in errors. Default: `"json lines"`. */
  readonly source?: string;
}

/**
 * Reads a table of JSON lines: one object per line. Fields that an object lacks are missing.
 *
 * @param input the file's bytes in UTF-8, or its text
 * @throws Error that names file and row, when a line is not a JSON object
 *
 * @example
 * ```ts
 * import { readJsonLines } from "@dark-knowledge/datasets";
 *
 * const { names, columns } = readJsonLines('{"text": "so good", "stars": 5}\n{"text": "so bad"}\n');
 * names; // => ["text", "stars"]
 * columns; // => [["so good", "so bad"], [5, undefined]]
 * ```
 */
export function readJsonLines(input: string | Uint8Array, options: ReadJsonLinesOptions = {}): DataTable {
  assertOptions<ReadJsonLinesOptions>("readJsonLines", options, { source: true });
  const source = sourceName("readJsonLines", options.source, "json lines");
  const text = decodeText("readJsonLines", source, input);
  assertCells("readJsonLines", source, text, ",");
  const rows: Readonly<Record<string, unknown>>[] = [];
  const numbers: number[] = [];
  const names = new Set<string>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "") return;
    const row = parseObject(source, index + 1, line);
    for (const name of Object.keys(row)) names.add(name);
    rows.push(row);
    numbers.push(index + 1);
  });
  assertRoom(source, text.length, rows.length * names.size);
  return makeTable("readJsonLines", {
    source,
    names: [...names],
    columns: Array.from(names, (name) => rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined))),
    rowNumbers: Int32Array.from(numbers),
  });
}

/** A short line may have fields that no other has, and then each of the others lacks them. */
function assertRoom(source: string, length: number, cells: number): void {
  try {
    fileLimits(length).take("cells", cells);
  } catch (cause) {
    throw new Error(`readJsonLines: ${source} would have ${cells} cells, nearly all missing; name fields alike`, {
      cause,
    });
  }
}

function parseObject(source: string, number: number, line: string): Readonly<Record<string, unknown>> {
  let problem = "is no object";
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    problem = `is not JSON (${oneLine((error as Error).message)})`;
  }
  throw new Error(`readJsonLines: ${source}: row ${number} ${problem}; mend the file`);
}
