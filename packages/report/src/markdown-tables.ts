import { assertTables } from "./internal/assert-table.ts";
import { type MarkdownTableOptions, markdownTable } from "./markdown-table.ts";
import type { Table } from "./table.ts";

/**
 * Renders tables as one Markdown text, each with its title above and its caption below.
 *
 * @returns lines without a trailing line break
 * @throws ArgumentError as {@link markdownTable} does
 * @see {@link markdownTable} for one table
 *
 * @example
 * ```ts
 * import { markdownTables } from "@dark-knowledge/report";
 *
 * const table = { title: "Result", caption: "One seed.", columns: [{ title: "net", isText: true }], rows: [{ cells: ["big"] }] };
 * markdownTables([table]).split("\n"); // => ["### Result", "", "| net |", "| :-- |", "| big |", "", "One seed."]
 * ```
 */
export function markdownTables(tables: readonly Table[], options: MarkdownTableOptions = {}): string {
  assertTables("markdownTables", "tables", tables);
  return tables
    .map((table) => [`### ${table.title}`, markdownTable(table, options), table.caption].filter(Boolean).join("\n\n"))
    .join("\n\n");
}
