import { assertFields } from "@dark-knowledge/core";
import { assertTable } from "../internal/assert-table.ts";
import { showKey } from "../internal/show-key.ts";
import { showScroller } from "../internal/show-scroller.ts";
import type { Table, TableCell, TableColumn } from "../table.ts";
import { type Html, html } from "./html.ts";

/** Options of {@link showTable}. */
export interface ShowTableOptions {
  /** The text to click on to unfold the table. Default: not folded. Folded tables are printed too. */
  readonly fold?: string;
}

/**
 * Shows a table with its caption below. Where the page is too narrow, the table says so and scrolls; its row names stay
 * in view, with the first figures next to them.
 *
 * @throws ArgumentError when a part of `table` has the wrong type, or a row has not one cell for each column
 * @see {@link markdownTable} for the table as text
 *
 * @example
 * ```ts
 * import { showTable } from "@dark-knowledge/report";
 *
 * const table = showTable({
 *   title: "Result",
 *   columns: [{ title: "net", isText: true }, { title: "classes", isText: true }],
 *   rows: [{ mark: "teacher", cells: ["big", { codes: ["a", "b"] }] }],
 * });
 * table.markup.includes('<td class="text"><code>a</code> <code>b</code></td>'); // => true
 * ```
 */
export function showTable(table: Table, options: ShowTableOptions = {}): Html {
  assertTable("showTable", "table", table);
  assertFields("showTable", options, { fold: "text?" }, { prefix: "options." });
  const { fold } = options;
  const { title, caption, columns, rows } = table;
  const head = columns.map(
    (column) =>
      html`<th scope="col" class="${kindOf(column)}"><span>${showKey(column.mark)}${column.title}</span></th>`,
  );
  const body = rows.map(({ mark, cells: [first, ...rest] }) => {
    const cells = rest.map((cell, index) => html`<td class="${kindOf(columns[index + 1]!)}">${showCell(cell)}</td>`);
    return html`<tr><th scope="row">${showKey(mark)}${first === undefined ? "" : showCell(first)}</th>${cells}</tr>`;
  });
  const whole = html`${showScroller(
    `Table: ${title}`,
    html`<table>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table>`,
  )}${
    caption !== undefined &&
    html`
<p class="note">${caption}</p>`
  }`;
  if (fold === undefined) return whole;
  return html`<details>
<summary>${fold}</summary>
${whole}
</details>`;
}

function kindOf({ isText }: TableColumn): string {
  return isText ? "text" : "number";
}

function showCell(cell: TableCell): Html | string {
  if (typeof cell === "string") return cell;
  return html`${cell.codes.map((code, index) => [index > 0 && " ", html`<code>${code}</code>`])}`;
}
