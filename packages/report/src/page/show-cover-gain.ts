import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { drawCoverGain } from "../internal/charts/draw-cover-gain.ts";
import type { CoverCounts } from "./cover-counts.ts";
import { type Html, html } from "./html.ts";

const COUNTS: Kind = { fields: { seed: "number", specialists: "number", before: "number", after: "number" } };

/**
 * Shows the change of right answers by how many specialists know the right class: each seed, mean and spread (the
 * paper, table 4).
 *
 * @returns HTML, or undefined where the generalist has no right answer
 * @throws ArgumentError when a part of `counts` has the wrong type
 *
 * @example
 * ```ts
 * import { showCoverGain } from "@dark-knowledge/report";
 *
 * const figure = showCoverGain([{ seed: 1, specialists: 1, before: 80, after: 90 }]);
 * figure?.markup.includes("Change of right answers by number of specialists that know the class. 1: 12.5 %."); // => true
 * ```
 */
export function showCoverGain(counts: readonly CoverCounts[]): Html | undefined {
  assertKinds("showCoverGain", "counts", counts, COUNTS);
  if (!counts.some(({ before }) => before > 0)) return undefined;
  return html`<figure class="spaced">${drawCoverGain(counts)}
<figcaption>Change of right answers. Triangles: mean over the seeds, with one standard deviation to either side. Grey dots: each
seed.</figcaption></figure>`;
}
