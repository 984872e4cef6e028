import type { ReportTable } from "../../specialists-report.ts";
import { type Html, html } from "../html.ts";
import { showScroller } from "./show-scroller.ts";

/** A table of text with its caption below. */
export function showTable(label: string, { caption, columns, rows }: ReportTable): Html {
  const kind = (column: number) => (columns[column]!.isText ? "text" : "number");
  const head = columns.map(({ title }, column) => html`<th scope="col" class="${kind(column)}">${title}</th>`);
  const body = rows.map((cells) => {
    const [first, ...rest] = cells.map(showCell);
    return html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td class="${kind(index + 1)}">${cell}</td>`)}</tr>`;
  });
  const table = html`<table>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table>`;
  return html`${showScroller(label, table)}
<p class="note">${caption}</p>`;
}

function showCell(text: string): Html {
  // Every second piece stood between back quotes; a back quote itself cannot.
  return html`${text.split("`").map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}
