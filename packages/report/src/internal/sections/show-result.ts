import { resultTable } from "../../result-table.ts";
import type { ModelRecord, ModelRun, RunRecord } from "../../run-record.ts";
import { drawErrorDots } from "../charts/draw-error-dots.ts";
import { findModel, orderModels } from "../find-model.ts";
import { formatCount, formatFixed, formatPercent } from "../format-number.ts";
import { COLUMNS, formatRow } from "../format-row.ts";
import { type Html, html } from "../html.ts";
import { showScroller } from "./show-scroller.ts";

/** The result table, the dots of every seed, and all numbers for those who want them. */
export function showResult(record: RunRecord): Html {
  const models = orderModels(record);
  return html`<section aria-labelledby="result">
<h2 id="result">Result</h2>
${showScroller("Result table", showTable(record))}
<p class="note">Test errors, NLL and agreement are the mean ± the sample standard deviation over the seeds; a model
trained once has no spread. Seconds are the mean training time.</p>
<figure class="dots">
${drawErrorDots(models)}
<figcaption>Each mark is one seed; the upright line is the mean, the band around it one standard deviation to each
side. A difference is worth believing when it is large beside the bands.</figcaption>
</figure>
<details>
<summary>All numbers, seed by seed</summary>
${showScroller("All numbers, seed by seed", showSeeds(models))}
</details>
</section>`;
}

function showTable(record: RunRecord): Html {
  const rows = resultTable(record).map((row) => {
    const [, ...numbers] = formatRow(row);
    const { label, architecture } = findModel(record, row.role)!;
    return html`<tr><th scope="row"><span class="key ${row.role}"></span>${label}
<span class="architecture">${architecture}</span></th>${cellsOf(numbers)}</tr>`;
  });
  return html`<table>
<thead><tr>${COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

const SEED_COLUMNS = [
  "model",
  "seed",
  "errors",
  "accuracy",
  "NLL",
  "calibration error",
  "agreement",
  "KL to teacher",
  "seconds",
];

function showSeeds(models: readonly ModelRecord[]): Html {
  const rows = models.flatMap(({ role, label, runs }) =>
    runs.map(
      (run) => html`<tr><th scope="row"><span class="key ${role}"></span>${label}</th>${cellsOf(formatRun(run))}</tr>`,
    ),
  );
  return html`<table>
<thead><tr>${SEED_COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function formatRun({ seed, evaluation, fidelity, seconds }: ModelRun): string[] {
  return [
    String(seed),
    formatCount(evaluation.errors),
    formatPercent(evaluation.accuracy, 2),
    formatFixed(evaluation.nll, 4),
    formatFixed(evaluation.calibrationError, 4),
    fidelity === undefined ? "–" : formatPercent(fidelity.agreement, 2),
    fidelity === undefined ? "–" : formatFixed(fidelity.kl, 4),
    formatFixed(seconds, 1),
  ];
}

function cellsOf(numbers: readonly string[]): readonly Html[] {
  return numbers.map((number) => html`<td>${number}</td>`);
}
