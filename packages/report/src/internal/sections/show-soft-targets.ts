import type { RunRecord, SoftTargetExample } from "../../run-record.ts";
import { drawSoftTargets } from "../charts/draw-soft-targets.ts";
import { encodePicture } from "../encode-picture.ts";
import { findModel } from "../find-model.ts";
import { formatPercent } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { ROLE_NAMES } from "../role-names.ts";
import { chooseClasses, listLogits, preferredClass, softenExample } from "../soften-example.ts";

const TEMPERATURES = [1, 4, 20];

/** Up to this many classes have bars. */
const DRAWN = 12;

/** Test examples with what teacher and students answer at three temperatures; nothing where there are no examples. */
export function showSoftTargets(record: RunRecord): Html | undefined {
  const { examples, dataset } = record;
  if (examples.length === 0) return undefined;
  const tops = TEMPERATURES.map((temperature) =>
    roundUp(examples.flatMap((example) => softenExample(example, temperature).map(({ prob }) => prob))),
  );
  const shown = new Set(examples.flatMap((example) => listLogits(example).map(([role]) => role)));
  const keys = [...shown].map(
    (role) => html`<li><span class="key ${role}"></span>${findModel(record, role)?.label ?? ROLE_NAMES[role]}</li>`,
  );
  const choice =
    dataset.classNames.length > DRAWN &&
    ` Of the ${dataset.classNames.length} classes each row shows the true one and the ${DRAWN - 1} others that the teacher holds most likely.`;
  return html`<section aria-labelledby="soft-targets">
<h2 id="soft-targets">What the teacher knows beside the answer</h2>
<p>The bars are the probabilities that each model gives to the classes of one test example, at three temperatures. At <var>T</var> = 1 most
classes get next to nothing. A higher temperature lifts the small probabilities until they can be seen: they tell which
other classes the picture resembles, and that is what the distilled student is trained on. Where its bars follow the
teacher’s, it has taken this over; the true class is in bold.${choice} Each temperature has its own axis, the same down
the page.</p>
<ul class="legend">${keys}</ul>
<div class="examples">${examples.map((example, index) => showExample(example, index, record, tops))}</div>
</section>`;
}

/** A round share at or above all of these, whose half is a whole percentage. */
function roundUp(probs: readonly number[]): number {
  const largest = Math.max(...probs);
  return [0.02, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8].find((top) => largest <= top) ?? 1;
}

function showExample(example: SoftTargetExample, index: number, { dataset }: RunRecord, tops: readonly number[]): Html {
  const { classNames } = dataset;
  const trueName = classNames[example.label]!;
  const options = { classNames, classes: chooseClasses(example, DRAWN), trueClass: example.label };
  const charts = TEMPERATURES.map((temperature, column) => {
    const chart = drawSoftTargets(softenExample(example, temperature), { ...options, temperature, top: tops[column]! });
    return html`<figure><figcaption><var>T</var> = ${temperature}</figcaption>${chart}</figure>`;
  });
  return html`<article aria-label="Example ${index + 1}, true class ${trueName}">
<div class="picture">
<img src="${encodePicture(example)}" width="${example.width}" height="${example.height}" alt="test example of class ${trueName}">
${showAnswers(example, classNames)}
</div>
${charts}
</article>`;
}

function showAnswers(example: SoftTargetExample, classNames: readonly string[]): Html {
  const atOne = softenExample(example, 1);
  const answers = listLogits(example).map(([role, logits]) => {
    const preferred = preferredClass(logits);
    const prob = atOne.find((bar) => bar.role === role && bar.classIndex === preferred)!.prob;
    const verdict = preferred === example.label ? html`<span class="hidden">right: </span>` : html`<b>wrong:</b> `;
    return html`<li><span class="key ${role}" title="${ROLE_NAMES[role]}"></span><span class="hidden">${ROLE_NAMES[role]}, </span>${verdict}${classNames[preferred]}, ${formatPercent(prob, 1)}</li>`;
  });
  return html`<div><p>true class <b>${classNames[example.label]}</b></p>
<ul>${answers}</ul></div>`;
}
