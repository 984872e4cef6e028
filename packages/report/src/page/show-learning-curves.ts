import { assertRecord } from "../assert-record.ts";
import { formatPlural } from "../format-number.ts";
import { assertGroups } from "../internal/assert-nets.ts";
import { drawLearningCurve } from "../internal/charts/draw-learning-curve.ts";
import { groupsOf, type NetGroup } from "../internal/group.ts";
import { listLossCurves, listValidationCurves } from "../internal/list-curves.ts";
import { showKey } from "../internal/show-key.ts";
import { rangeOf } from "../internal/vertical-axis.ts";
import type { RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";
import { showSection } from "./show-section.ts";

/**
 * Shows validation error and training loss by epoch, in small panels with a line per seed.
 *
 * @param groups groups of nets that differ only by their seed. Default: all of the record
 * @returns HTML, or undefined where no net has more than one epoch
 * @throws ArgumentError when the parts of `record` or of `groups` are inconsistent
 * @see {@link showPage} for a page of such sections
 */
export function showLearningCurves(record: RunRecord, groups?: readonly NetGroup[]): Html | undefined {
  assertRecord("showLearningCurves", record);
  if (groups !== undefined) assertGroups("showLearningCurves", "groups", groups, record);
  const all = groups ?? groupsOf(record.nets);
  const validations = all.flatMap((group) => listValidationCurves(group)?.points ?? []);
  const range = validations.length > 0 ? rangeOf(validations.map(({ value }) => value)) : undefined;
  const parts = all.flatMap((group) => showGroup(group, range) ?? []);
  if (parts.length === 0) return undefined;
  const validated = record.dataset.sizes.validation ?? 0;
  const isOfNumbers = record.nets.some(({ history = [] }) =>
    history.some(({ validation }) => validation?.r2 !== undefined),
  );
  const what = isOfNumbers ? "the share of the variance of the true numbers that is not explained, 1 − R²," : "that";
  const scale = `The validation error is ${what} on ${formatPlural(validated, "example")} kept from the training; all its panels have the same axis.`;
  return showSection("curves", "Learning curves", [
    html`<p>One line per seed. ${range && scale} The losses of teachers and students are not comparable with each other: they
have different targets and temperatures. Axes whose values span more than twenty-fold are logarithmic, and not every
axis starts at zero.</p>`,
    ...parts,
  ]);
}

function showGroup(group: NetGroup, range: readonly [number, number] | undefined): Html | undefined {
  const { mark, label } = group;
  const validation = listValidationCurves(group);
  const losses = listLossCurves(group);
  if (validation === undefined && losses.length === 0) return undefined;
  const validationPanel =
    validation &&
    range &&
    showPanel(
      "Validation error, %",
      drawLearningCurve(validation.points, { mark, quantity: `Validation error in percent of ${label}`, range }),
    );
  const panels = losses.map(({ name, points }) =>
    showPanel(
      `Training loss: ${name}`,
      drawLearningCurve(points, { mark, quantity: `Training loss, term ${name}, of ${label}` }),
    ),
  );
  return html`<h3>${showKey(mark)}${label}</h3>
<div class="panels">${validationPanel}${panels}</div>`;
}

function showPanel(title: string, chart: Html): Html {
  return html`<figure><figcaption>${title}</figcaption>${chart}</figure>`;
}
