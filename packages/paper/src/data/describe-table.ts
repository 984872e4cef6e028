import type { TableLayout } from "@dark-knowledge/datasets";

/** The most columns to list one by one. */
const MOST_COLUMNS = 30;

/** Describes a table in lines: its size, and the type, use, and number of missing and distinct cells of its columns. */
export function describeTable(path: string, layout: TableLayout, rows: number): readonly string[] {
  const { columns, sampled, targets } = layout;
  const answers = "classNames" in targets ? `, ${targets.classNames.length} classes` : "";
  const numbers = targets.kind === "numbers" ? `, ${targets.columns.join(" and ")} to be predicted as numbers` : "";
  const cells = columns
    .slice(0, MOST_COLUMNS)
    .map(({ name, type, role, missing, distinct }) => [name, type, role, String(missing), String(distinct)]);
  const lines = alignLeft([["column", "type", "use", "missing", "different"], ...cells]);
  const more = columns.length > MOST_COLUMNS ? [`… and ${columns.length - MOST_COLUMNS} more`] : [];
  const sample = sampled < rows ? ` (types and counts from ${sampled} of them)` : "";
  return [
    `${path}: ${rows} rows${sample}, ${columns.length} columns${answers}${numbers}`,
    ...[...lines, ...more].map((line) => `  ${line}`),
    ...adviseOnEmptyCells(path, layout),
  ];
}

/** Where a cell lists the classes of a row, an empty one may be meant to list none. JSON has an empty list for that. */
function adviseOnEmptyCells(path: string, { columns, targets, separator }: TableLayout): readonly string[] {
  if (targets.kind !== "several-classes" || targets.columns.length > 1 || !/\.[ct]sv(\.gz)?$/i.test(path)) return [];
  return columns
    .filter(({ role, missing }) => role === "label" && missing > 0)
    .map(
      ({ name }) =>
        `an empty cell of ${name} leaves its row without labels; a cell of ${separator} says that it has no class`,
    );
}

function alignLeft(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
