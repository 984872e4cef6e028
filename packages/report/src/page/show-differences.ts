import { assertFields } from "@dark-knowledge/core";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { drawDifferences } from "../internal/charts/draw-differences.ts";
import type { Difference } from "./difference.ts";
import { type Html, html } from "./html.ts";

const DIFFERENCE: Kind = { fields: { label: "text", mean: "number", low: "number?", high: "number?" } };

/**
 * Shows differences one below the other, each with its interval, and a line at 0.
 *
 * @param axis the title of the axis: `errors, soft targets − labels`
 * @returns HTML, or undefined where there is no difference
 * @throws ArgumentError when a part of `differences` has the wrong type
 *
 * @example
 * ```ts
 * import { showDifferences } from "@dark-knowledge/report";
 *
 * const figure = showDifferences([{ label: "4 bits", mean: -6, low: -9, high: -3 }], "errors, soft targets − labels");
 * figure?.markup.includes("4 bits: −6 (−9 to −3)"); // => true
 * ```
 */
export function showDifferences(differences: readonly Difference[], axis: string): Html | undefined {
  assertKinds("showDifferences", "differences", differences, DIFFERENCE);
  assertFields("showDifferences", { axis }, { axis: "text" });
  if (differences.length === 0) return undefined;
  return html`<figure class="spaced">${drawDifferences(differences, axis)}</figure>`;
}
