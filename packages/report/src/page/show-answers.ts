import { assertFields, assertInteger, assertShape } from "@dark-knowledge/core";
import { formatPercent } from "../format-number.ts";
import { assertKinds } from "../internal/assert-kind.ts";
import { assertPicture } from "../internal/assert-picture.ts";
import { drawSoftTargets } from "../internal/charts/draw-soft-targets.ts";
import { encodePicture } from "../internal/encode-picture.ts";
import { ANSWERED } from "../internal/kinds.ts";
import { showKey } from "../internal/show-key.ts";
import { chooseClasses, MOST_BARS, preferredClass, softenExample } from "../internal/soften-example.ts";
import type { AnsweredExample } from "./answered-example.ts";
import { type Html, html } from "./html.ts";

const TEMPERATURES = [1, 4, 20];

/**
 * Shows examples, each with its picture or text and the probabilities that nets give its classes at three temperatures,
 * and a legend. With more than twelve classes, each row has the true class and those that the first net considers most
 * likely.
 *
 * @returns HTML, or undefined where there is no example
 * @throws ArgumentError when a part of an example has the wrong type, or an answer has not one logit for each class
 * @see {@link showSoftTargets} for a whole section
 *
 * @example
 * ```ts
 * import { showAnswers } from "@dark-knowledge/report";
 *
 * const answers = [{ mark: "teacher", label: "big", logits: [4, 0] }] as const;
 * const shown = showAnswers([{ label: 0, text: "2 + 2", answers }], ["even", "odd"]);
 * shown?.markup.includes('aria-label="T = 4: big even 73.1 %, odd 26.9 %."'); // => true
 * ```
 */
export function showAnswers(examples: readonly AnsweredExample[], classNames: readonly string[]): Html | undefined {
  assertFields("showAnswers", { classNames }, { classNames: "texts" });
  assertAnswers(examples, classNames);
  const [first] = examples;
  if (first === undefined) return undefined;
  const tops = TEMPERATURES.map((temperature) =>
    roundUp(examples.flatMap(({ answers }) => softenExample(answers, temperature).map(({ prob }) => prob))),
  );
  const keys = first.answers.map(({ mark, label }) => html`<li>${showKey(mark)}${label}</li>`);
  return html`<ul class="legend">${keys}</ul>
<div class="examples">${examples.map((example, index) => showExample(example, index, classNames, tops))}</div>`;
}

function assertAnswers(examples: readonly AnsweredExample[], classNames: readonly string[]): void {
  assertKinds("showAnswers", "examples", examples, ANSWERED);
  const classes = classNames.length;
  for (const [index, { label, picture, answers }] of examples.entries()) {
    const path = `examples[${index}]`;
    assertInteger("showAnswers", `${path}.label`, label, { min: 0, below: classes });
    if (picture !== undefined) assertPicture("showAnswers", `${path}.picture`, picture);
    assertInteger("showAnswers", `${path}.answers.length`, answers.length, { min: 1 });
    for (const [net, { logits }] of answers.entries()) {
      assertShape("showAnswers", `${path}.answers[${net}].logits`, [logits.length], [classes], "classNames");
    }
  }
}

/** Returns a round share no smaller than any of these, whose half is a whole percentage. */
function roundUp(probs: readonly number[]): number {
  const largest = Math.max(...probs);
  return [0.02, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8].find((top) => largest <= top) ?? 1;
}

function showExample(
  example: AnsweredExample,
  index: number,
  classNames: readonly string[],
  tops: readonly number[],
): Html {
  const { label, answers } = example;
  const options = { classNames, classes: chooseClasses(answers, label, MOST_BARS), trueClass: label };
  const charts = TEMPERATURES.map((temperature, column) => {
    const chart = drawSoftTargets(softenExample(answers, temperature), { ...options, temperature, top: tops[column]! });
    return html`<figure><figcaption><var>T</var> = ${temperature}</figcaption>${chart}</figure>`;
  });
  return html`<article aria-label="Example ${index + 1}, true class ${classNames[label]}">
<div class="picture">
${showExampleItself(example, classNames[label]!)}
<div><p>true class <b>${classNames[label]}</b></p>
<ul>${listAnswers(example, classNames)}</ul></div>
</div>
${charts}
</article>`;
}

function showExampleItself({ picture, text }: AnsweredExample, trueName: string): Html | undefined {
  if (picture !== undefined) {
    const { width, height } = picture;
    return html`<img src="${encodePicture(picture)}" width="${width}" height="${height}" alt="test example of class ${trueName}">`;
  }
  return text === undefined ? undefined : html`<blockquote>${text}</blockquote>`;
}

function listAnswers({ label, answers }: AnsweredExample, classNames: readonly string[]): readonly Html[] {
  const atOne = softenExample(answers, 1);
  return answers.map(({ mark, label: name, logits }, net) => {
    const preferred = preferredClass(logits);
    const prob = atOne.find((bar) => bar.net === net && bar.classIndex === preferred)!.prob;
    const verdict = preferred === label ? html`<span class="hidden">right: </span>` : html`<b>wrong:</b> `;
    return html`<li>${showKey(mark)}<span class="hidden">${name}, </span>${verdict}${classNames[preferred]}, ${formatPercent(prob, 1)}</li>`;
  });
}
