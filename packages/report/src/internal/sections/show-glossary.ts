import { type Html, html } from "../html.ts";

type Word =
  | ("temperature" | "softTargets" | "nll" | "agreement" | "kl" | "calibration")
  | ("transferSet" | "gapClosed" | "spread");

const WORDS: Readonly<Record<Word, Html>> = {
  temperature: html`<dt>Temperature, <var>T</var></dt>
<dd>What the logits are divided by before the softmax. At <var>T</var> = 1 the probabilities are the model’s own; the
higher <var>T</var>, the more even they are.</dd>`,
  softTargets: html`<dt>Soft targets</dt>
<dd>The teacher’s probabilities for all classes at a temperature, which the distilled student learns from. Hard labels say
only which class is right.</dd>`,
  nll: html`<dt>NLL</dt>
<dd>Negative log-likelihood: the mean of −log of the probability that the model gives to the true class, in nats. It
punishes being sure and wrong; lower is better.</dd>`,
  agreement: html`<dt>Agreement</dt>
<dd>The share of test examples on which the model prefers the same class as the teacher, right or wrong.</dd>`,
  kl: html`<dt>KL to teacher</dt>
<dd>How far the student’s probabilities are from the teacher’s, in nats; 0 when they are the same.</dd>`,
  calibration: html`<dt>Calibration error</dt>
<dd>How far the model’s confidence is from how often it is right; 0 when 90 % sure means right nine times in ten.</dd>`,
  transferSet: html`<dt>Transfer set</dt>
<dd>The examples that a student learns from. Soft targets teach on it what the teacher knows of classes that it lacks.</dd>`,
  gapClosed: html`<dt>Gap closed</dt>
<dd>How much of the way from the student on hard labels to the teacher a student went, in test errors.</dd>`,
  spread: html`<dt>Spread</dt>
<dd>The sample standard deviation over nets that differ by their seed alone.</dd>`,
};

/** The words of a run with one teacher. */
const OF_A_RUN: readonly Word[] = ["temperature", "softTargets", "nll", "agreement", "kl", "calibration"];

/** The words of the page, for those who are new to distillation. */
export function showGlossary(words: readonly Word[] = OF_A_RUN): Html {
  return html`<section aria-labelledby="words">
<h2 id="words">Words</h2>
<dl class="words">
${words.map((word) => WORDS[word])}
</dl>
</section>`;
}
