import type { MnistTable } from "../../mnist-tables.ts";
import { type Html, html } from "../html.ts";
import { showTable } from "./show-table.ts";

/** A table with its caption; nothing where the record has none. */
export function showMnistTable(table: MnistTable | undefined, caption: string): Html | undefined {
  if (table === undefined) return undefined;
  const { title, columns, rows } = table;
  const isText = (column: number) => column === 0;
  return showTable(title, {
    caption,
    columns: columns.map((name, column) => ({ title: name, isText: isText(column) })),
    rows,
  });
}

/** The same, folded: for figures that a chart beside it shows. */
export function foldMnistTable(table: MnistTable | undefined): Html | undefined {
  if (table === undefined) return undefined;
  return html`<details>
<summary>${table.title}: all figures</summary>
${showMnistTable(table, "Mean ± sample standard deviation over the nets that differ by their seed.")}
</details>`;
}
