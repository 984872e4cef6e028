import { assertFields, assertNumber } from "@dark-knowledge/core";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { capitalise } from "../internal/capitalise.ts";
import { drawFront } from "../internal/charts/draw-front.ts";
import type { FrontPoint } from "./front-point.ts";
import { type Html, html } from "./html.ts";

const POINT: Kind = {
  fields: { label: "text", bytes: "number", value: "number", isOnFront: "flag", spread: "number?", kind: "text?" },
  words: { kind: ["original", "chosen"] },
};

/**
 * Shows a figure of compressed nets against their size, one mark for each, and a line along those that no other one beats: the Pareto front.
 *
 * @param quantity the name of the figure, of which less is better: `validation errors`
 * @returns HTML, or undefined where there is no point
 * @throws ArgumentError when a part of `points` has the wrong type, a size is not above 0, or a spread is below 0
 *
 * @example
 * ```ts
 * import { showFront } from "@dark-knowledge/report";
 *
 * const points = [
 *   { label: "float32", bytes: 40_000, value: 3, isOnFront: true, kind: "original" },
 *   { label: "4 bits", bytes: 5000, value: 4, isOnFront: true, kind: "chosen" },
 *   { label: "2 bits", bytes: 6000, value: 9, isOnFront: false },
 * ] as const;
 * const figure = showFront(points, "errors");
 * figure?.markup.includes("Errors by size. 4 bits: 5 kB, 4; float32: 40 kB, 3."); // => true
 * ```
 */
export function showFront(points: readonly FrontPoint[], quantity: string): Html | undefined {
  assertKinds("showFront", "points", points, POINT);
  assertFields("showFront", { quantity }, { quantity: "text" });
  for (const [index, { bytes, value, spread = 0 }] of points.entries()) {
    assertNumber("showFront", `points[${index}].bytes`, bytes, { above: 0 });
    assertNumber("showFront", `points[${index}].value`, value);
    assertNumber("showFront", `points[${index}].spread`, spread, { min: 0 });
  }
  if (points.length === 0) return undefined;
  const bars = points.some(({ spread = 0 }) => spread > 0) ? " Bars: one standard deviation to each side." : "";
  return html`<figure class="spaced">${drawFront(points, capitalise(quantity))}
<figcaption>${capitalise(quantity)} by size, on a logarithmic axis. The line joins the variants that no other one beats in both. Diamond: the net as it was. Star: the
chosen variant.${bars}</figcaption></figure>`;
}
