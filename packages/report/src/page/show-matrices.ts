import { assertFields, assertInteger } from "@dark-knowledge/core";
import { formatPlural } from "../format-number.ts";
import { assertConfusion } from "../internal/assert-confusion.ts";
import { assertKinds } from "../internal/assert-kind.ts";
import { drawConfusionMatrix, FEW_CLASSES } from "../internal/charts/draw-confusion-matrix.ts";
import { CONFUSIONS } from "../internal/kinds.ts";
import { showKey } from "../internal/show-key.ts";
import { showScroller } from "../internal/show-scroller.ts";
import { type ConfusionCell, sumConfusion } from "../internal/sum-confusion.ts";
import type { ConfusionMatrix } from "./confusion-matrix.ts";
import { type Html, html } from "./html.ts";

/**
 * Shows confusion matrices next to one another, each summed over the seeds, with one colour scale.
 *
 * @throws ArgumentError when a part of `matrices` has the wrong type, or a matrix has not a row and a column for each class
 * @see {@link showConfusions} for a whole section
 *
 * @example
 * ```ts
 * import { showMatrices } from "@dark-knowledge/report";
 *
 * const matrices = showMatrices([{ mark: "student", label: "small", confusions: [[[9, 1], [0, 10]]] }], ["even", "odd"]);
 * matrices.markup.includes('aria-label="Confusion matrix of small: 19 right, 1 wrong."'); // => true
 * ```
 */
export function showMatrices(matrices: readonly ConfusionMatrix[], classNames: readonly string[]): Html {
  assertMatrices(matrices, classNames);
  const summed = matrices.map((matrix) => ({ ...matrix, cells: sumConfusion(matrix.confusions) }));
  const errors = summed.flatMap(({ cells }) => cells.filter(isError));
  const strongest = errors.reduce((most, { share }) => Math.max(most, share), 0);
  const isWide = classNames.length > FEW_CLASSES;
  const figures = summed.map(({ mark, label, confusions, cells }) => {
    const chart = drawConfusionMatrix(cells, { label, classNames, strongest });
    return html`<figure>
<figcaption>${showKey(mark)}${label}, ${formatPlural(confusions.length, "seed")}</figcaption>
${isWide ? showScroller(`Confusion matrix of ${label}`, chart) : chart}
</figure>`;
  });
  return html`<div class="${isWide ? "matrices wide" : "matrices"}">${figures}</div>`;
}

function assertMatrices(matrices: readonly ConfusionMatrix[], classNames: readonly string[]): void {
  assertFields("showMatrices", { classNames }, { classNames: "texts" });
  assertKinds("showMatrices", "matrices", matrices, CONFUSIONS);
  for (const [index, { confusions }] of matrices.entries()) {
    const path = `matrices[${index}].confusions`;
    assertInteger("showMatrices", `${path}.length`, confusions.length, { min: 1 });
    for (const [net, confusion] of confusions.entries()) {
      assertConfusion("showMatrices", `${path}[${net}]`, confusion, classNames.length);
    }
  }
}

function isError({ trueClass, predictedClass }: ConfusionCell): boolean {
  return trueClass !== predictedClass;
}
