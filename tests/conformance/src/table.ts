import { COLUMN_NAMES, type ColumnName } from "./columns.ts";
import { type ConformanceCase, differentiatedInputs, type Mark, titleOf } from "./conformance-case.ts";
import type { Verdicts } from "./judge.ts";

/** The cells of one column, by the title of the case. */
export type Cells = Readonly<Record<string, string>>;

const SIGNS: Readonly<Record<Mark, string>> = { right: "✓", wrong: "✗", missing: "–", failed: "!" };

/** `✓` when every check of a row's cases is right, or else what is not: `✗ ∂x; – ∂filter`, `✗ value (3 of 24)`. */
export function cellOf(...row: readonly Verdicts[]): string {
  const others = (["wrong", "missing", "failed"] as const).flatMap((mark) => {
    const counts = new Map<string, number>();
    for (const verdicts of row) {
      for (const [check, verdict] of Object.entries(verdicts)) {
        if (verdict.mark === mark) counts.set(check, (counts.get(check) ?? 0) + 1);
      }
    }
    const named = [...counts].map(([check, count]) =>
      count === row.length ? check : `${check} (${count} of ${row.length})`,
    );
    return named.length > 0 ? [`${SIGNS[mark]} ${named.join(", ")}`] : [];
  });
  return others.length > 0 ? others.join("; ") : SIGNS.right;
}

/** The cells of a column by the titles of the rows, as they are kept in `results/`. */
export function cellsOf(cases: readonly ConformanceCase[], verdicts: readonly Verdicts[]): Cells {
  const rows = new Map<string, Verdicts[]>();
  cases.forEach((one, index) => {
    const title = titleOf(one);
    rows.set(title, [...(rows.get(title) ?? []), verdicts[index]!]);
  });
  return Object.fromEntries([...rows].map(([title, row]) => [title, cellOf(...row)]));
}

/** The file in `results/` that holds a column. */
export function resultsFile(column: ColumnName): string {
  return `${column.toLowerCase().replaceAll(" ", "-")}.json`;
}

/** The tables, one per family, as Markdown. A column that was never run is left out. */
export function renderTables(
  cases: readonly ConformanceCase[],
  columns: Readonly<Partial<Record<ColumnName, Cells>>>,
): string {
  const names = COLUMN_NAMES.filter((name) => columns[name] !== undefined);
  const families = [...new Set(cases.map(({ family }) => family))];
  return families
    .map((family) => {
      const rows = firstOfEachRow(cases)
        .filter((one) => one.family === family)
        .map((one) => {
          const checks = ["value", ...differentiatedInputs(one).map((name) => `∂${name}`)].join(", ");
          return [titleOf(one), checks, ...names.map((name) => columns[name]![titleOf(one)] ?? "")];
        });
      const header = ["operation", "checks", ...names];
      return `### ${family}\n\n${[header, header.map(() => "---"), ...rows].map(rowOf).join("\n")}\n`;
    })
    .join("\n");
}

function firstOfEachRow(cases: readonly ConformanceCase[]): ConformanceCase[] {
  const titles = new Set<string>();
  return cases.filter((one) => titles.size < titles.add(titleOf(one)).size);
}

/** The reasons for the deviations, each with the cases it explains. */
export function renderReasons(cases: readonly ConformanceCase[]): string {
  const reasons = new Map<string, Set<string>>();
  for (const { operation, deviations = [] } of cases) {
    for (const { reason, checks } of deviations) {
      if (checks.length > 0) reasons.set(reason, (reasons.get(reason) ?? new Set()).add(operation));
    }
  }
  return [...reasons].map(([reason, operations]) => `- ${[...operations].join(", ")}: ${reason}.\n`).join("");
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
