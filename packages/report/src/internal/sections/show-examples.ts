import type { ModelRole, SoftTargetExample } from "../../run-record.ts";
import { drawSoftTargets } from "../charts/draw-soft-targets.ts";
import { encodePicture } from "../encode-picture.ts";
import { formatPercent } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { chooseClasses, listLogits, preferredClass, softenExample } from "../soften-example.ts";

const TEMPERATURES = [1, 4, 20];

/** Up to this many classes have bars. */
export const DRAWN = 12;

interface Texts {
  readonly classNames: readonly string[];
  readonly names: Readonly<Record<ModelRole, string>>;
}

/** Examples, each with its picture and the probabilities that models give its classes at three temperatures, and a legend. */
export function showExamples(
  examples: readonly SoftTargetExample[],
  classNames: readonly string[],
  names: Readonly<Record<ModelRole, string>>,
): Html {
  const tops = TEMPERATURES.map((temperature) =>
    roundUp(examples.flatMap((example) => softenExample(example, temperature).map(({ prob }) => prob))),
  );
  const shown = new Set(examples.flatMap((example) => listLogits(example).map(([role]) => role)));
  const keys = [...shown].map((role) => html`<li><span class="key ${role}"></span>${names[role]}</li>`);
  return html`<ul class="legend">${keys}</ul>
<div class="examples">${examples.map((example, index) => showExample(example, index, { classNames, names }, tops))}</div>`;
}

/** A round share at or above all of these, whose half is a whole percentage. */
function roundUp(probs: readonly number[]): number {
  const largest = Math.max(...probs);
  return [0.02, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8].find((top) => largest <= top) ?? 1;
}

function showExample(example: SoftTargetExample, index: number, texts: Texts, tops: readonly number[]): Html {
  const { classNames } = texts;
  const trueName = classNames[example.label]!;
  const options = { ...texts, classes: chooseClasses(example, DRAWN), trueClass: example.label };
  const charts = TEMPERATURES.map((temperature, column) => {
    const chart = drawSoftTargets(softenExample(example, temperature), { ...options, temperature, top: tops[column]! });
    return html`<figure><figcaption><var>T</var> = ${temperature}</figcaption>${chart}</figure>`;
  });
  return html`<article aria-label="Example ${index + 1}, true class ${trueName}">
<div class="picture">
<img src="${encodePicture(example)}" width="${example.width}" height="${example.height}" alt="test example of class ${trueName}">
${showAnswers(example, texts)}
</div>
${charts}
</article>`;
}

function showAnswers(example: SoftTargetExample, { classNames, names }: Texts): Html {
  const atOne = softenExample(example, 1);
  const answers = listLogits(example).map(([role, logits]) => {
    const preferred = preferredClass(logits);
    const prob = atOne.find((bar) => bar.role === role && bar.classIndex === preferred)!.prob;
    const verdict = preferred === example.label ? html`<span class="hidden">right: </span>` : html`<b>wrong:</b> `;
    return html`<li><span class="key ${role}" title="${names[role]}"></span><span class="hidden">${names[role]}, </span>${verdict}${classNames[preferred]}, ${formatPercent(prob, 1)}</li>`;
  });
  return html`<div><p>true class <b>${classNames[example.label]}</b></p>
<ul>${answers}</ul></div>`;
}
