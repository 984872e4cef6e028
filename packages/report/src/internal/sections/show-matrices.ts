import type { ModelRole } from "../../run-record.ts";
import { drawConfusionMatrix, FEW_CLASSES } from "../charts/draw-confusion-matrix.ts";
import { formatPlural } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { type ConfusionCell, sumConfusion } from "../sum-confusion.ts";
import { showScroller } from "./show-scroller.ts";

/** Whose errors to draw. */
export interface Matrix {
  readonly role: ModelRole;
  readonly label: string;
  /** Counts `[trueClass][predictedClass]`, one for each seed. */
  readonly confusions: readonly (readonly (readonly number[])[])[];
}

/** Confusion matrices beside one another, summed over the seeds, with one scale of colours. */
export function showMatrices(matrices: readonly Matrix[], classNames: readonly string[]): Html {
  const summed = matrices.map((matrix) => ({ ...matrix, cells: sumConfusion(matrix.confusions) }));
  const errors = summed.flatMap(({ cells }) => cells.filter(isError));
  const strongest = errors.reduce((most, { share }) => Math.max(most, share), 0);
  const isWide = classNames.length > FEW_CLASSES;
  const figures = summed.map(({ role, label, confusions, cells }) => {
    const chart = drawConfusionMatrix(cells, { label, classNames, strongest });
    return html`<figure>
<figcaption><span class="key ${role}"></span>${label}, ${formatPlural(confusions.length, "seed")}</figcaption>
${isWide ? showScroller(`Confusion matrix of the ${label}`, chart) : chart}
</figure>`;
  });
  return html`<div class="${isWide ? "matrices wide" : "matrices"}">${figures}</div>`;
}

function isError({ trueClass, predictedClass }: ConfusionCell): boolean {
  return trueClass !== predictedClass;
}
