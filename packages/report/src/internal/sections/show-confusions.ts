import type { ModelRecord, ModelRole, RunRecord } from "../../run-record.ts";
import { findModel } from "../find-model.ts";
import { formatFixed } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { rankConfusions } from "../rank-confusions.ts";
import { type Matrix, showMatrices } from "./show-matrices.ts";
import { showScroller } from "./show-scroller.ts";

/** Before, after, and what was aimed at. */
const ORDER: readonly ModelRole[] = ["hard", "distilled", "teacher"];

/** Rows of the table of confusions. */
const SHOWN = 10;

/** From more classes no matrix is drawn: no one could read it, and the page would weigh megabytes. */
const MOST_CLASSES = 128;

/** The confusion matrices before and after distillation and of the teacher, and the errors that happen most. */
export function showConfusions(record: RunRecord): Html {
  const models = ORDER.flatMap((role) => findModel(record, role) ?? []);
  const classes = record.dataset.classNames.length;
  return html`<section aria-labelledby="confusions">
<h2 id="confusions">What is taken for what</h2>
${
  classes <= MOST_CLASSES &&
  html`<p>Each row is a true class, each column what the model said; the counts are summed over the seeds. Right answers
lie on the diagonal. The colour of an error is the share of its row that it takes, on one scale for all matrices.</p>
${showMatrices(models.map(matrixOf), record.dataset.classNames)}`
}
${showRanking(record, models)}
</section>`;
}

function matrixOf({ role, label, runs }: ModelRecord): Matrix {
  return { role, label, confusions: runs.map(({ evaluation }) => evaluation.confusion) };
}

function showRanking({ dataset }: RunRecord, models: readonly ModelRecord[]): Html {
  const ranked = rankConfusions(models, SHOWN);
  if (ranked.length === 0) return html`<p>No test example was taken for another class.</p>`;
  const decimals = models.some(({ runs }) => runs.length > 1) ? 1 : 0;
  const rows = ranked.map(({ trueClass, predictedClass, counts }) => {
    const cells = models.map(({ role }) => html`<td>${formatFixed(counts[role] ?? 0, decimals)}</td>`);
    return html`<tr><th scope="row">${dataset.classNames[trueClass]}</th>
<th scope="row">${dataset.classNames[predictedClass]}</th>${cells}</tr>`;
  });
  const titles = models.map(({ role, label }) => html`<th scope="col"><span class="key ${role}"></span>${label}</th>`);
  const table = html`<table class="confusions">
<thead><tr><th scope="col">true class</th><th scope="col">taken for</th>${titles}</tr></thead>
<tbody>${rows}</tbody>
</table>`;
  return html`<h3>The most frequent confusions</h3>
${showScroller("The most frequent confusions", table)}
<p class="note">Test examples per seed.</p>`;
}
