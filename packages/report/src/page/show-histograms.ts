import { assertInteger, assertNumber } from "@dark-knowledge/core";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { drawHistogram } from "../internal/charts/draw-histogram.ts";
import { type Html, html } from "./html.ts";
import type { WeightsHistogram } from "./weights-histogram.ts";

const BINNED: Kind = { fields: { counts: "numbers", edge: "number", zeros: "number" } };
const HISTOGRAM: Kind = {
  fields: { title: "text", before: "object", after: "object" },
  parts: { before: BINNED, after: BINNED },
};

/**
 * Shows how often weights of a size occur before and after compression, one panel for each layer; what is 0 is written above.
 *
 * @returns HTML, or undefined where there is no layer
 * @throws ArgumentError when a part of `layers` has the wrong type, or a range or a share is out of bounds
 *
 * @example
 * ```ts
 * import { showHistograms } from "@dark-knowledge/report";
 *
 * const before = { counts: [2, 5, 6, 2], edge: 1, zeros: 0 };
 * const panels = showHistograms([{ title: "first", before, after: { counts: [2, 0, 0, 2], edge: 1, zeros: 0.7 } }]);
 * panels?.markup.includes("first: 70 % are 0"); // => true
 * ```
 */
export function showHistograms(layers: readonly WeightsHistogram[]): Html | undefined {
  assertKinds("showHistograms", "layers", layers, HISTOGRAM);
  for (const [index, layer] of layers.entries()) {
    for (const part of ["before", "after"] as const) {
      const { counts, edge, zeros } = layer[part];
      const path = `layers[${index}].${part}`;
      assertInteger("showHistograms", `${path}.counts.length`, counts.length, { min: 1 });
      assertNumber("showHistograms", `${path}.edge`, edge, { above: 0 });
      assertNumber("showHistograms", `${path}.zeros`, zeros, { min: 0, max: 1 });
    }
  }
  if (layers.length === 0) return undefined;
  return html`<div class="panels">${layers.map((layer) => html`<figure>${drawHistogram(layer)}</figure>`)}</div>`;
}
