import { assertInteger, assertOptions } from "@dark-knowledge/core";
import { markdownTable as layOut } from "markdown-table";
import { assertTable } from "./internal/assert-table.ts";
import type { Table, TableCell } from "./table.ts";

/** Options of {@link markdownTable}. */
export interface MarkdownTableOptions {
  /** The most characters in a line, at least 20. Default: no limit. */
  readonly width?: number | undefined;
}

/** An empty cell. */
const NOTHING = "–";

/** With fewer columns than this besides the first, a table says too little. */
const FEWEST_FIGURES = 3;

/**
 * Renders a table as GitHub Markdown, padded so that it also reads well on a terminal.
 *
 * With a `width`, the table is made to fit: first by short titles, then by dropping the last columns, which a line
 * below names. If too few columns fit, each row becomes a list, without cells that contain only `–`.
 *
 * @returns lines without a trailing line break, without title and caption
 * @throws ArgumentError when a part of `table` has the wrong type, a row has not one cell for each column, or `width` is
 * not an integer of 20 or more
 *
 * @example
 * ```ts
 * import { markdownTable, type Table } from "@dark-knowledge/report";
 *
 * const table: Table = {
 *   title: "Result",
 *   columns: [{ title: "net", isText: true }, { title: "test errors", short: "errors" }, { title: "NLL" }],
 *   rows: [{ cells: ["teacher", "67.0 ± 1.7", "0.0196"] }],
 * };
 * markdownTable(table).split("\n"); // => ["| net     | test errors |    NLL |", "| :------ | ----------: | -----: |", "| teacher |  67.0 ± 1.7 | 0.0196 |"]
 * markdownTable(table, { width: 30 }).split("\n"); // => ["- teacher", "  - test errors: 67.0 ± 1.7", "  - NLL:         0.0196"]
 * ```
 */
export function markdownTable(table: Table, options: MarkdownTableOptions = {}): string {
  assertTable("markdownTable", "table", table);
  assertOptions<MarkdownTableOptions>("markdownTable", options, { width: true });
  const { width = Number.MAX_SAFE_INTEGER } = options;
  assertInteger("markdownTable", "options.width", width, { min: 20 });
  const full = gridOf(table, "title");
  const short = gridOf(table, "short");
  const fits = (grid: readonly (readonly string[])[]) => widthOf(grid) <= width;
  if (fits(full)) return render(table, full);
  if (fits(short)) return render(table, short);
  for (let kept = table.columns.length - 1; kept > FEWEST_FIGURES; kept--) {
    const part = short.map((cells) => cells.slice(0, kept));
    if (!fits(part)) continue;
    const left = wrap(`No room for: ${full[0]!.slice(kept).join(", ")}.`, width);
    return `${render(table, part)}\n\n${left}`;
  }
  return listRows(table);
}

/** Renders the head and the rows as text. */
function gridOf({ columns, rows }: Table, title: "title" | "short"): readonly (readonly string[])[] {
  const head = columns.map((column) => escapeText(column[title] ?? column.title));
  return [head, ...rows.map(({ cells }) => cells.map(textOf))];
}

/** Computes the length of a line: a bar at the start, then two spaces and a bar per column. */
function widthOf(grid: readonly (readonly string[])[]): number {
  const widths = grid[0]!.map((_, column) => Math.max(3, ...grid.map((cells) => lengthOf(cells[column]!))));
  return widths.reduce((sum, length) => sum + length + 3, 1);
}

function render({ columns }: Table, grid: readonly (readonly string[])[]): string {
  const align = columns.slice(0, grid[0]!.length).map(({ isText }) => (isText ? "l" : "r"));
  return layOut(
    grid.map((cells) => [...cells]),
    { align, stringLength: lengthOf },
  );
}

/** Renders each row as a list item, with its non-empty cells below. */
function listRows(table: Table): string {
  const [head, ...rows] = gridOf(table, "title");
  const longest = Math.max(...head!.slice(1).map(lengthOf));
  return rows
    .flatMap(([name, ...cells]) => [
      `- ${name}`,
      ...cells.flatMap((cell, index) =>
        cell === NOTHING ? [] : `  - ${`${head![index + 1]}:`.padEnd(longest + 2)}${cell}`,
      ),
    ])
    .join("\n");
}

function textOf(cell: TableCell): string {
  return typeof cell === "string" ? escapeText(cell) : cell.codes.map(codeOf).join(" ");
}

/** Quotes code with more backticks than it contains in a row; bars end a cell even in code. */
function codeOf(name: string): string {
  const text = name.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const quotes = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return /^`|`$/.test(text) ? `${quotes} ${text} ${quotes}` : `${quotes}${text}${quotes}`;
}

/** Escapes what would end a cell. */
function escapeText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\|]/g, "\\$&");
}

function lengthOf(text: string): number {
  return [...text].length;
}

function wrap(text: string, width: number): string {
  return text.split(" ").reduce((lines, word) => {
    const last = lines.slice(lines.lastIndexOf("\n") + 1);
    return lengthOf(last) + 1 + lengthOf(word) > width ? `${lines}\n${word}` : `${lines} ${word}`;
  });
}
