import type { ModelRecord, ModelRole, RunRecord } from "../../run-record.ts";
import { drawConfusionMatrix, FEW_CLASSES } from "../charts/draw-confusion-matrix.ts";
import { findModel } from "../find-model.ts";
import { formatFixed, formatPlural } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { rankConfusions } from "../rank-confusions.ts";
import { type ConfusionCell, sumConfusion } from "../sum-confusion.ts";
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
${classes <= MOST_CLASSES && showMatrices(record, models)}
${showRanking(record, models)}
</section>`;
}

function showMatrices({ dataset }: RunRecord, models: readonly ModelRecord[]): Html {
  const { classNames } = dataset;
  const matrices = models.map((model) => ({ model, cells: sumConfusion(model) }));
  const errors = matrices.flatMap(({ cells }) => cells.filter(isError));
  const strongest = errors.reduce((most, { share }) => Math.max(most, share), 0);
  const isWide = classNames.length > FEW_CLASSES;
  const figures = matrices.map(({ model, cells }) => {
    const chart = drawConfusionMatrix(cells, { label: model.label, classNames, strongest });
    return html`<figure>
<figcaption><span class="key ${model.role}"></span>${model.label}, ${formatPlural(model.runs.length, "seed")}</figcaption>
${isWide ? showScroller(`Confusion matrix of the ${model.label}`, chart) : chart}
</figure>`;
  });
  return html`<p>Each row is a true class, each column what the model said; the counts are summed over the seeds. Right answers
lie on the diagonal. The colour of an error is the share of its row that it takes, on one scale for all matrices.</p>
<div class="${isWide ? "matrices wide" : "matrices"}">${figures}</div>`;
}

function isError({ trueClass, predictedClass }: ConfusionCell): boolean {
  return trueClass !== predictedClass;
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
