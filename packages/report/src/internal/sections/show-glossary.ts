import { type Html, html } from "../html.ts";

/** The words of the page, for those who are new to distillation. */
export function showGlossary(): Html {
  return html`<section aria-labelledby="words">
<h2 id="words">Words</h2>
<dl class="words">
<dt>Temperature, <var>T</var></dt>
<dd>What the logits are divided by before the softmax. At <var>T</var> = 1 the probabilities are the model’s own; the
higher <var>T</var>, the more even they are.</dd>
<dt>Soft targets</dt>
<dd>The teacher’s probabilities for all classes at a temperature, which the distilled student learns from. Hard labels say
only which class is right.</dd>
<dt>NLL</dt>
<dd>Negative log-likelihood: the mean of −log of the probability that the model gives to the true class, in nats. It
punishes being sure and wrong; lower is better.</dd>
<dt>Agreement</dt>
<dd>The share of test examples on which the model prefers the same class as the teacher, right or wrong.</dd>
<dt>KL to teacher</dt>
<dd>How far the student’s probabilities are from the teacher’s, in nats; 0 when they are the same.</dd>
<dt>Calibration error</dt>
<dd>How far the model’s confidence is from how often it is right; 0 when 90 % sure means right nine times in ten.</dd>
</dl>
</section>`;
}
