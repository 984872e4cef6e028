import { assertInteger } from "@dark-knowledge/core";
import { markdownTable as layOut } from "markdown-table";
import type { Table, TableCell } from "./table.ts";

/** How wide the text may get. */
export interface MarkdownTableOptions {
  /** The most characters in a line, at least 20; as many as it takes when left out. */
  readonly width?: number;
}

/** A cell that says nothing. */
const NOTHING = "–";

/** A table that has less than this many columns beside the first tells too little. */
const FEWEST_FIGURES = 3;

/**
 * A table as GitHub Markdown, padded so that it reads well on a terminal too.
 *
 * With a `width` it is made to fit: first by short titles, then without the last columns, which a line below names. Where too few
 * columns have room, each row becomes a list of its own; a cell of only `–` is not in it.
 *
 * @returns lines without a line break at the end; the title and the caption are not in them
 * @throws ArgumentError when `width` is not an integer of 20 or more
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
export function markdownTable(table: Table, { width = Number.MAX_SAFE_INTEGER }: MarkdownTableOptions = {}): string {
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

/** The head and the rows as text. */
function gridOf({ columns, rows }: Table, title: "title" | "short"): readonly (readonly string[])[] {
  const head = columns.map((column) => escapeText(column[title] ?? column.title));
  return [head, ...rows.map(({ cells }) => cells.map(textOf))];
}

/** The length of a line: each column has two spaces and a bar, and one bar begins it. */
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

/** Each row as an item of a list, below it those of its cells that say something. */
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

/** Code between more back quotes than it has in a row; bars end a cell in code too. */
function codeOf(name: string): string {
  const text = name.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const quotes = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return /^`|`$/.test(text) ? `${quotes} ${text} ${quotes}` : `${quotes}${text}${quotes}`;
}

/** Keeps a cell in its row and column. */
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
