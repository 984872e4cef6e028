import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { applyMaxNorm } from "../apply-max-norm.ts";
import type { TermSums } from "../checkpoints.ts";
import type { LogitsFunction } from "../classifier.ts";
import type { VariableGradient } from "../optimizer.ts";
import type { SchedulePoint } from "../schedule.ts";
import { answerRows } from "./answer-rows.ts";
import { batchInputs } from "./batch-inputs.ts";
import { explainBrokenStep, firstBroken } from "./explain-broken-step.ts";
import type { Objective } from "./objective.ts";
import { batchWeight } from "./row-weights.ts";
import type { Run } from "./run.ts";
import { withRandom } from "./with-random.ts";

/** The values of a step before it changes a weight. */
interface Gradients {
  /** One for each of the run's variables, in order; undefined where the loss does not depend on it. */
  readonly gradients: readonly (tf.Tensor | undefined)[];
  /** The loss, the sum of each term, and at last the sum of all gradients. */
  readonly sums: tf.Tensor;
  /** The terms, and how many targets each is about, by their weights. */
  readonly terms: readonly { readonly name: string; readonly examples: number }[];
}

/**
 * One forward pass, backward pass and update. Gives the sum of each term over the batch.
 *
 * The update comes when loss and gradients are known to be finite. Where they are not, the student keeps the weights that it had
 * before, also those that the forward pass itself moves, and the error says what was not finite.
 */
export async function takeStep(
  run: Run,
  objective: Objective,
  batch: Batch,
  loaded: unknown,
  at: SchedulePoint,
): Promise<TermSums> {
  const context = { training: true, seed: deriveSeed(run.options.seed, "dropout", at.step) };
  const forward = () => {
    const { features, ...named } = batchInputs(batch);
    // A function may draw numbers, too.
    const random = createRandom(deriveSeed(context.seed, "function"));
    const answer = withRandom(random, () =>
      (run.resolved.forward as LogitsFunction)(features, { ...context, ...named }),
    );
    return answerRows(run.task, answer, batch);
  };
  // On the same memory: what moves a weight gives it another one.
  const untrained = run.untrained.map((weight) => tf.clone(weight));
  let step: Gradients | undefined;
  try {
    step = computeGradients(run.variables, forward, objective, batch, loaded, at);
    const [total, ...sums] = await step.sums.data();
    // Finite gradients may be so large that their sum is not.
    const isBroken = !Number.isFinite(total) || (!Number.isFinite(sums.at(-1)) && (await hasBroken(step.gradients)));
    if (isBroken) {
      try {
        await explainBrokenStep(run, { ...step, forward, total: total!, ids: batch.ids, at });
      } finally {
        run.untrained.forEach((weight, index) => {
          weight.assign(untrained[index]!);
        });
      }
    }
    await update(run, step.gradients, at);
    const examples = batchWeight(batch);
    const terms = step.terms.map((term, index) => [term.name, { sum: sums[index]!, examples: term.examples }] as const);
    return { total: { sum: total! * examples, examples }, ...Object.fromEntries(terms) };
  } finally {
    tf.dispose([untrained, step?.sums, step?.gradients] as tf.TensorContainer);
  }
}

function computeGradients(
  variables: readonly tf.Variable[],
  forward: () => tf.Tensor2D,
  objective: Objective,
  batch: Batch,
  loaded: unknown,
  at: SchedulePoint,
): Gradients {
  return tidied(() => {
    const prepared = objective.prepare(batch, loaded, at);
    const terms: { name: string; examples: number; sum: tf.Tensor }[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const loss = objective.loss(forward(), prepared, at, batch);
      for (const [name, { values, count }] of Object.entries(loss.terms ?? {})) {
        // The tape disposes of everything that is made on it, unless it is kept.
        terms.push({ name, examples: count, sum: tf.keep(tf.sum(values)) });
      }
      return loss.total;
    }, [...variables]);
    const gradients = variables.map((variable) => grads[variable.name]);
    const checked = gradients.flatMap((gradient) => (gradient === undefined ? [] : [tf.sum(gradient)]));
    const sums = tf.stack([value, ...terms.map(({ sum }) => sum), tf.addN(checked)]);
    for (const { sum } of terms) sum.dispose();
    return { gradients, sums, terms: terms.map(({ name, examples }) => ({ name, examples })) };
  });
}

/** `tf.tidy` for a function whose result has tensors among other things. */
function tidied<Result>(compute: () => Result): Result {
  return tf.tidy(compute as () => tf.TensorContainer) as Result;
}

async function update(
  { variables, optimizer, constrained, options, planned }: Run,
  gradients: Gradients["gradients"],
  at: SchedulePoint,
): Promise<void> {
  const known = variables.flatMap((variable, index) => {
    const gradient = gradients[index];
    return gradient === undefined ? [] : [{ variable, gradient }];
  });
  const apply = (passed: readonly VariableGradient[]) =>
    tf.tidy(() => {
      optimizer.apply(passed, at);
      if (constrained.length > 0) applyMaxNorm(constrained, { radius: options.maxNorm! });
    });
  if (planned === undefined) apply(known);
  else await planned.step(known, apply, { ...at, step: at.step + 1 });
}

async function hasBroken(tensors: Gradients["gradients"]): Promise<boolean> {
  for (const tensor of tensors) if (tensor !== undefined && (await firstBroken(tensor)) !== undefined) return true;
  return false;
}
