import { assertRecord } from "../assert-record.ts";
import { formatFixed } from "../format-number.ts";
import { assertGroups } from "../internal/assert-nets.ts";
import { comparisonOf } from "../internal/comparison.ts";
import { groupsOf, type NetGroup } from "../internal/group.ts";
import { rankConfusions } from "../internal/rank-confusions.ts";
import type { RunRecord } from "../run-record.ts";
import type { Table } from "../table.ts";
import type { ConfusionMatrix } from "./confusion-matrix.ts";
import { type Html, html } from "./html.ts";
import { showMatrices } from "./show-matrices.ts";
import { showSection } from "./show-section.ts";
import { showTable } from "./show-table.ts";

/** Rows of the table of confusions. */
const SHOWN = 10;

/** With more classes no matrix is drawn: it would be unreadable, and the page would weigh megabytes. */
const MOST_CLASSES = 128;

/** The most groups whose matrices are drawn by default. */
const MOST_GROUPS = 3;

/**
 * Shows confusion matrices summed over the seeds, and the most frequent errors.
 *
 * @param groups groups of nets that differ only by their seed. Default: baseline, student and teacher, or the first
 * three groups where there is no baseline
 * @returns HTML, or undefined where none of them has a confusion matrix
 * @throws ArgumentError when the parts of `record` or of `groups` are inconsistent
 * @see {@link showMatrices} for matrices alone
 */
export function showConfusions(record: RunRecord, groups?: readonly NetGroup[]): Html | undefined {
  assertRecord("showConfusions", record);
  if (groups !== undefined) assertGroups("showConfusions", "groups", groups, record);
  const { classNames } = record.dataset;
  const matrices = (groups ?? chooseGroups(record)).flatMap(({ mark, label, nets }): ConfusionMatrix | [] => {
    const confusions = nets.flatMap(({ confusion }) => (confusion ? [confusion] : []));
    return confusions.length > 0 ? { mark, label, confusions } : [];
  });
  if (matrices.length === 0) return undefined;
  const isDrawn = classNames.length <= MOST_CLASSES;
  return showSection("confusions", "What is taken for what", [
    isDrawn
      ? html`<p>Each row is a true class, each column what the net said; the counts are summed over the seeds. Right answers lie
on the diagonal. The colour of an error is the share of its row that it takes, on one scale for all matrices.</p>`
      : undefined,
    isDrawn ? showMatrices(matrices, classNames) : undefined,
    showRanking(matrices, classNames),
  ]);
}

/** The groups to draw by default: baseline, student and teacher. */
function chooseGroups(record: RunRecord): readonly NetGroup[] {
  const { baseline, student, teacher } = comparisonOf(record);
  if (baseline === undefined) return groupsOf(record.nets).slice(0, MOST_GROUPS);
  return [baseline, student, teacher].flatMap((group) => group ?? []);
}

function showRanking(matrices: readonly ConfusionMatrix[], classNames: readonly string[]): Html {
  const ranked = rankConfusions(matrices, SHOWN);
  if (ranked.length === 0) return html`<p>No test example was taken for another class.</p>`;
  const decimals = matrices.some(({ confusions }) => confusions.length > 1) ? 1 : 0;
  const table: Table = {
    title: "The most frequent confusions",
    caption: "Test examples per seed.",
    columns: [
      { title: "true class", isText: true },
      { title: "taken for", isText: true },
      ...matrices.map(({ mark, label }) => ({ title: label, mark })),
    ],
    rows: ranked.map(({ trueClass, predictedClass, counts }) => ({
      cells: [
        classNames[trueClass]!,
        classNames[predictedClass]!,
        ...counts.map((count) => formatFixed(count, decimals)),
      ],
    })),
  };
  return html`<h3>${table.title}</h3>
${showTable(table)}`;
}
