import { assertFields, assertNumber } from "@dark-knowledge/core";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { capitalise } from "../internal/capitalise.ts";
import { drawSensitivity } from "../internal/charts/draw-sensitivity.ts";
import { type Html, html } from "./html.ts";
import type { SensitivityLine } from "./sensitivity-line.ts";
import type { ShowSensitivityOptions } from "./show-sensitivity-options.ts";

const LAYER: Kind = {
  fields: { label: "text", points: "objects" },
  parts: { points: { fields: { left: "number", values: "numbers" } } },
};

/**
 * Shows how sensitive the layers of a net are: a figure against the share of one layer's weights that is left, a line through the means for each layer.
 *
 * @returns HTML, or undefined where there is no layer
 * @throws ArgumentError when a part of `layers` or `options` has the wrong type, or a share is not above 0 and at most 1
 *
 * @example
 * ```ts
 * import { showSensitivity } from "@dark-knowledge/report";
 *
 * const points = [{ left: 0.5, values: [40, 44] }, { left: 0.1, values: [90, 110] }];
 * const figure = showSensitivity([{ label: "first layer", points }], { quantity: "errors", title: "2-3-2" });
 * figure?.markup.includes("first layer: 50 %: 42, 10 %: 100"); // => true
 * ```
 */
export function showSensitivity(layers: readonly SensitivityLine[], options: ShowSensitivityOptions): Html | undefined {
  assertKinds("showSensitivity", "layers", layers, LAYER);
  const kinds = { quantity: "text", level: "number?", title: "text" } as const;
  assertFields("showSensitivity", options, kinds, { prefix: "options." });
  for (const [index, { points }] of layers.entries()) {
    for (const [at, { left }] of points.entries()) {
      assertNumber("showSensitivity", `layers[${index}].points[${at}].left`, left, { above: 0, max: 1 });
    }
  }
  const drawn = layers.filter(({ points }) => points.some(({ values }) => values.length > 0));
  if (drawn.length === 0) return undefined;
  return html`<figure><figcaption>${options.title}: ${capitalise(options.quantity)}</figcaption>${drawSensitivity(drawn, options)}</figure>`;
}
