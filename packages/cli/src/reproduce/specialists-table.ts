import type { ReportTable } from "@dark-knowledge/report";
import type { SpecialistsRecord } from "./specialists-record.ts";
import { specialistsTables } from "./specialists-tables.ts";

/** The tables of a run in Markdown. */
export function specialistsTable(record: SpecialistsRecord): string {
  const { clusters, models, cover, remarks } = specialistsTables(record);
  return `${[...[clusters, models, cover].map(markdownOf), remarks.join("\n")].join("\n\n")}\n`;
}

function markdownOf({ caption, columns, rows }: ReportTable): string {
  const head = row(columns.map(({ title }) => title));
  const rule = row(columns.map(({ isText }) => (isText ? ":---" : "---:")));
  return [caption, "", head, rule, ...rows.map(row)].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
