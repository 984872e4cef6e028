import { assertFields, assertInteger, assertShape } from "@dark-knowledge/core";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { encodeWeights } from "../internal/encode-weights.ts";
import type { FilterPicture } from "./filter-picture.ts";
import { type Html, html } from "./html.ts";

const FILTER: Kind = { fields: { weights: "numbers", height: "number", width: "number" } };

/**
 * Shows the incoming weights of units or filters as pictures in a row: blue above 0, orange below, nothing where a weight is 0. Their colours have one scale.
 *
 * @param caption the text below
 * @returns HTML, or undefined where there is no filter
 * @throws ArgumentError when a part of `filters` has the wrong type, the weights do not fill the picture, or pictures differ in size
 *
 * @example
 * ```ts
 * import { showFilters } from "@dark-knowledge/report";
 *
 * const filters = showFilters([{ weights: [1, 0, 0, -1], height: 2, width: 2 }], "One unit.");
 * filters?.markup.includes("<img"); // => true
 * ```
 */
export function showFilters(filters: readonly FilterPicture[], caption: string): Html | undefined {
  assertKinds("showFilters", "filters", filters, FILTER);
  assertFields("showFilters", { caption }, { caption: "text" });
  for (const [index, { weights, height, width }] of filters.entries()) {
    const path = `filters[${index}]`;
    assertInteger("showFilters", `${path}.height`, height, { min: 1 });
    assertInteger("showFilters", `${path}.width`, width, { min: 1 });
    assertShape("showFilters", `${path}.weights`, [weights.length], [height * width]);
    const { height: first, width: side } = filters[0]!;
    assertShape("showFilters", path, [height, width], [first, side]);
  }
  if (filters.length === 0) return undefined;
  const largest = filters.flatMap(({ weights }) => weights).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const alt = `weights of ${filters.length} units: ${caption}`;
  return html`<figure class="spaced"><img src="${encodeWeights(filters, largest)}" alt="${alt}" style="display: block; width: ${4.5 * filters.length}rem; max-width: 100%; image-rendering: pixelated">
<figcaption>${caption}</figcaption></figure>`;
}
