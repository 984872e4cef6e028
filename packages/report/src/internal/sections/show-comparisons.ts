import type { MnistRecord } from "../../mnist-record.ts";
import { type MnistTable, mnistTables } from "../../mnist-tables.ts";
import { drawDotRows } from "../charts/draw-dot-rows.ts";
import { formatCount, formatErrors } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { errorsBySeed, groupNets, labelOf, plainStudents, roleOf, studentsOf } from "../mnist-nets.ts";
import { foldMnistTable } from "./show-mnist-table.ts";
import { showSection } from "./show-section.ts";

/** Tables that are shown elsewhere on the page. */
const ELSEWHERE: readonly string[] = ["section-3", "temperature", "transfer-size"];

/** Dots for each table of students beside the two of section 3: other teachers, later losses, controls. */
export function showComparisons(record: MnistRecord): Html | undefined {
  const tables = mnistTables(record).filter(
    ({ name }) => !ELSEWHERE.includes(name) && !studentsOf(record, name).some(({ corrected }) => corrected),
  );
  if (tables.length === 0) return undefined;
  return showSection("comparisons", "Other teachers, later losses, controls", [
    html`<p>Each panel begins with the two students of section 3, on labels and distilled at its temperature; then comes, where it is trained for as long as
the others of the panel, that of the sweep at T = 20. Each mark is one seed; the upright line
is the mean, the band around it one standard deviation to each side. Axes whose values span more than five-fold are logarithmic.</p>`,
    ...tables.map((table) => showTableDots(table, record)),
  ]);
}

/** The axis is logarithmic where the most errors are this many times the fewest. */
const LOG_SPAN = 5;

function showTableDots(table: MnistTable, record: MnistRecord): Html {
  const basis = record.nets.filter(({ name }) => name === "hard" || name === "distilled");
  const rows = groupNets([...basis, ...plainStudents(record, table.name), ...studentsOf(record, table.name)]).map(
    (group) => ({
      role: roleOf(group[0]!),
      label: labelOf(group[0]!),
      values: errorsBySeed(group),
    }),
  );
  return html`<h3>${table.title}</h3>
<figure class="rows">${drawDotRows(rows, {
    logSpan: LOG_SPAN,
    quantity: `Test errors: ${table.title}`,
    axis: `test errors, of ${formatCount(record.dataset.testSize)}; fewer is better`,
    format: formatErrors,
    formatValue: (errors) => `${formatCount(errors)} errors`,
  })}</figure>
${foldMnistTable(table)}`;
}
