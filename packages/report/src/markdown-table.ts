import { markdownTable as layOut } from "markdown-table";
import { COLUMNS, formatRow } from "./internal/format-row.ts";
import { resultTable } from "./result-table.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * The result of a run as a GitHub Markdown table, padded so that it reads well on a terminal too.
 *
 * Test errors, NLL and agreement are `mean ± sample standard deviation` over the seeds, seconds the mean; a single seed
 * has no spread, and `–` is what was not measured.
 *
 * @returns lines without a line break at the end
 * @throws ArgumentError when the parts of `record` do not fit together
 *
 * @example
 * ```ts
 * import { markdownTable, type RunRecord } from "@dark-knowledge/report";
 *
 * const evaluation = { size: 200, errors: 9, accuracy: 0.955, nll: 0.25, calibrationError: 0.01, confusion: [[96, 4], [5, 95]] };
 * const record: RunRecord = {
 *   title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", trainSize: 10, transferSize: 10, validationSize: 0, testSize: 200, classNames: ["0", "1"] },
 *   models: [
 *     { role: "teacher", label: "teacher", architecture: "2-9-2", parameters: 47, runs: [{ seed: 1, seconds: 3, history: [], evaluation }] },
 *   ],
 *   examples: [],
 * };
 * markdownTable(record).split("\n").at(-1); // => "| teacher (2-9-2) |  9 (4.50 %) | 0.2500 |                      – |         47 |     3.0 |"
 * ```
 */
export function markdownTable(record: RunRecord): string {
  const rows = resultTable(record).map((row) => formatRow(row).map(escapeCell));
  return layOut([COLUMNS, ...rows], { align: COLUMNS.map((_, column) => (column === 0 ? "l" : "r")) });
}

/** Keeps a cell in its row and column. */
function escapeCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\|]/g, "\\$&");
}
