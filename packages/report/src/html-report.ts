import { assertOptions } from "@dark-knowledge/core";
import { assertRecord } from "./assert-record.ts";
import { compareStudents } from "./compare-students.ts";
import { describeRun } from "./describe-run.ts";
import { assertTables } from "./internal/assert-table.ts";
import { comparisonOf } from "./internal/comparison.ts";
import { groupsOf, type NetGroup } from "./internal/group.ts";
import type { NetRecord } from "./net-record.ts";
import { type Html, html } from "./page/html.ts";
import { showComparison } from "./page/show-comparison.ts";
import { showConfusions } from "./page/show-confusions.ts";
import { showGlossary } from "./page/show-glossary.ts";
import { showLearningCurves } from "./page/show-learning-curves.ts";
import { showPage } from "./page/show-page.ts";
import { showRerun } from "./page/show-rerun.ts";
import { showResult } from "./page/show-result.ts";
import { showSection } from "./page/show-section.ts";
import { showSoftTargets } from "./page/show-soft-targets.ts";
import { showTable } from "./page/show-table.ts";
import { runFacts } from "./run-facts.ts";
import type { RunRecord } from "./run-record.ts";
import type { Table } from "./table.ts";

/** Options of {@link htmlReport}. */
export interface HtmlReportOptions {
  /** Tables below that of the nets, for what a record has in `extras`. */
  readonly tables?: readonly Table[];
}

/**
 * Renders any run as one self-contained HTML page: result, learning curves, confusions, soft targets, further tables,
 * and how to run it again.
 *
 * The page loads nothing from the network and runs no script; charts are inline SVG and pictures inline PNG. Sections
 * for which the record has no data (validation, fidelity, history, examples, a kind of net) are left out. The same
 * record gives the same string. An experiment that needs its own layout builds its page from the same parts, as {@link
 * showPage} shows.
 *
 * @returns a document that starts with `<!doctype html>`
 * @throws ArgumentError when the parts of `record` are inconsistent
 *
 * @example
 * ```ts
 * import { htmlReport } from "@dark-knowledge/report";
 *
 * const page = htmlReport({
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [{ role: "teacher", name: "big", seed: 1, figures: { errors: 9 }, confusion: [[96, 4], [5, 95]] }],
 * });
 * page.includes("<h1>odd or even</h1>"); // => true
 * page.includes("<script"); // => false
 * ```
 */
export function htmlReport(record: RunRecord, options: HtmlReportOptions = {}): string {
  assertRecord("htmlReport", record);
  assertOptions<HtmlReportOptions>("htmlReport", options, { tables: true });
  const { tables = [] } = options;
  assertTables("htmlReport", "options.tables", tables);
  const { student, baseline } = comparisonOf(record);
  const main = mainNets(record);
  return showPage({
    kind: student ? "Distillation run" : "Run",
    title: record.title,
    lede: baseline && student ? compareStudents(record) : describeRun(record),
    facts: runFacts(record),
    sections: [
      showResult(record, { nets: main, parts: tables.map((table) => showTable(table)) }),
      showLearningCurves(record, groupsOf(main)),
      showConfusions(record),
      showSoftTargets(record),
      showTables(record, [baseline, student]),
      showRerun(record),
      showGlossary(record),
    ],
  });
}

/** The nets that the run is about: those that belong to no table, teachers, and those in the table of the baseline. */
function mainNets(record: RunRecord): readonly NetRecord[] {
  const { baseline } = comparisonOf(record);
  return record.nets.filter(
    ({ role, table }) => role === "teacher" || table === undefined || table === baseline?.table,
  );
}

/** The other tables. */
function showTables(record: RunRecord, basis: readonly (NetGroup | undefined)[]): Html | undefined {
  const main = new Set(mainNets(record));
  const rest = record.nets.filter((net) => !main.has(net));
  const tables = [...new Set(rest.map(({ table }) => table!))];
  if (tables.length === 0) return undefined;
  return showSection("tables", "Comparisons", [
    html`<p>Each panel begins with the baseline and the student, where there are some. Each mark is one seed; the upright line is
the mean, the band around it one standard deviation to each side. Axes whose values span more than five-fold are logarithmic.</p>`,
    ...tables.map((title) =>
      showComparison(record, {
        title,
        nets: rest.filter(({ table }) => table === title),
        basis: basis.flatMap((group) => group ?? []),
      }),
    ),
  ]);
}
