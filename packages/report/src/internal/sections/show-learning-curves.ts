import type { ModelRecord, RunRecord } from "../../run-record.ts";
import { drawLearningCurve } from "../charts/draw-learning-curve.ts";
import { orderModels } from "../find-model.ts";
import { formatPlural } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { listLossCurves, listValidationCurves } from "../list-curves.ts";
import { rangeOf } from "../vertical-axis.ts";

/** Validation error and training loss by epoch, in small panels; nothing where no model has a history. */
export function showLearningCurves(record: RunRecord): Html | undefined {
  const models = orderModels(record);
  const validations = models.flatMap((model) => listValidationCurves(model)?.points ?? []);
  const range = validations.length > 0 ? rangeOf(validations.map(({ value }) => value)) : undefined;
  const rows = models.flatMap((model) => showModel(model, range) ?? []);
  if (rows.length === 0) return undefined;
  const validated = record.dataset.validationSize;
  const scale = html`The validation error is that on ${formatPlural(validated, "example")} kept from the training; all
its panels have the same axis.`;
  return html`<section aria-labelledby="curves">
<h2 id="curves">Learning curves</h2>
<p>One line per seed. ${range && scale} The losses of teacher and students are not comparable with each other: they
have different targets and temperatures. Axes whose values span more than twenty-fold are logarithmic, and not every
axis starts at zero.</p>
${rows}
</section>`;
}

function showModel(model: ModelRecord, range: readonly [number, number] | undefined): Html | undefined {
  const { role, label } = model;
  const validation = listValidationCurves(model);
  const losses = listLossCurves(model);
  if (validation === undefined && losses.length === 0) return undefined;
  const validationPanel =
    validation &&
    range &&
    showPanel(
      "Validation error, %",
      drawLearningCurve(validation.points, {
        role,
        quantity: `Validation error in percent of the ${label}`,
        range,
      }),
    );
  const panels = losses.map(({ name, points }) =>
    showPanel(
      `Training loss: ${name}`,
      drawLearningCurve(points, { role, quantity: `Training loss, term ${name}, of the ${label}` }),
    ),
  );
  return html`<h3><span class="key ${role}"></span>${label}</h3>
<div class="panels">${validationPanel}${panels}</div>`;
}

function showPanel(title: string, chart: Html): Html {
  return html`<figure><figcaption>${title}</figcaption>${chart}</figure>`;
}
