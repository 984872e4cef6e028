import { deriveSeed } from "@dark-knowledge/core";
import { type Batch, batches, datasetSize } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { applyMaxNorm } from "../apply-max-norm.ts";
import type { Logs } from "../callbacks.ts";
import { evaluate } from "../evaluate.ts";
import { batchFeatures } from "../predict-logits.ts";
import type { SchedulePoint } from "../schedule.ts";
import type { EpochSummary, TrainingHistory } from "../training-history.ts";
import { type Checkpointing, createCheckpointing, type Progress } from "./checkpointing.ts";
import type { Objective } from "./objective.ts";
import type { Run } from "./prepare-run.ts";
import { rememberDropoutSeeds } from "./reseed-dropout.ts";
import { isLayersModel } from "./resolve-classifier.ts";
import { createTermMeans } from "./term-means.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

// Reading a loss waits for the device, so it is done every few batches only; that is also how soon a NaN is noticed.
const READ_EVERY = 8;

/** The loop that all training shares. */
export async function runTraining(run: Run, objective: Objective): Promise<TrainingHistory> {
  const { student, options } = run;
  const restoreSeeds = isLayersModel(student) ? rememberDropoutSeeds(student) : () => {};
  const epochs: EpochSummary[] = [];
  try {
    const checkpointing = startCheckpointing(run, objective);
    const from = await checkpointing.resume();
    epochs.push(...from.epochs);
    if (epochs.length < options.epochs) await objective.begin?.();
    await notify(run, "onTrainBegin", {
      epochs: options.epochs,
      batches: run.stepsPerEpoch,
      examples: datasetSize(run.training),
    });
    for (let epoch = epochs.length; epoch < options.epochs; epoch++) {
      await notifyEpoch(run, "onEpochBegin", epoch, {});
      const terms = await trainEpoch(run, objective, checkpointing, { ...from, epochs });
      const summary = await summarise(run, epoch, terms);
      epochs.push(summary);
      await notifyEpoch(run, "onEpochEnd", epoch, logsOf(summary));
      await checkpointing.save({ step: epochs.length * run.stepsPerEpoch, epochs });
    }
    await notify(run, "onTrainEnd", epochs.length > 0 ? logsOf(epochs.at(-1)!) : {});
  } finally {
    restoreSeeds();
    if (options.optimizer === undefined) run.optimizer.dispose();
  }
  return { epochs, steps: run.stepsPerEpoch * options.epochs };
}

/** Trains the epoch after those of `from`, or what is left of it. */
async function trainEpoch(
  run: Run,
  objective: Objective,
  checkpointing: Checkpointing,
  from: Progress,
): Promise<Record<string, number>> {
  const { batchSize, stepsPerEpoch, training } = run;
  const { seed, jitter = 0 } = run.options;
  const epoch = from.epochs.length;
  const firstStep = epoch * stepsPerEpoch;
  const means = createTermMeans(from.step > firstStep ? from.termSums : undefined);
  const save = async (index: number) => {
    const termSums = await means.sums();
    // A state that cannot be gone on from must not take the place of one that can.
    assertFiniteLoss(run, termSums.sums.total! / termSums.examples, epoch, index - 1);
    await checkpointing.save({ step: firstStep + index, epochs: from.epochs, termSums });
  };
  try {
    let index = -1;
    const { augmentationSeeds, load } = objective;
    const view = augmentationSeeds && { augmentationSeed: augmentationSeeds[epoch % augmentationSeeds.length]! };
    for (const batch of batches(training, { batchSize, seed, epoch, jitter, ...view })) {
      index++;
      if (firstStep + index < from.step) continue;
      if (run.options.signal?.aborted && index > 0) await save(index);
      throwIfAborted(run.functionName, run.options.signal);
      const loaded = load && (await load(batch));
      const at = { step: firstStep + index, totalSteps: stepsPerEpoch * run.options.epochs, stepsPerEpoch };
      means.add(takeStep(run, objective, batch, loaded, at), batch.ids.length);
      const isRead = index % READ_EVERY === 0 || index === stepsPerEpoch - 1;
      const logs: Logs = { size: batch.ids.length, ...(isRead ? { loss: await means.latestTotal() } : {}) };
      if (isRead) {
        assertFiniteLoss(run, logs.loss!, epoch, index);
        await yieldToEventLoop();
      }
      for (const callbacks of run.callbacks) await callbacks.onBatchEnd?.(index, logs);
      const isWithin = index + 1 < stepsPerEpoch;
      if (isWithin && checkpointing.isDue(firstStep + index + 1)) await save(index + 1);
    }
    return await means.read();
  } finally {
    means.dispose();
  }
}

/** One forward pass, backward pass and update. Returns the batch means of the terms, owned by the caller. */
function takeStep(run: Run, objective: Objective, batch: Batch, loaded: unknown, at: SchedulePoint): tf.NamedTensorMap {
  const { resolved, variables, optimizer, options } = run;
  return tf.tidy(() => {
    const features = batchFeatures(batch);
    const prepared = objective.prepare(batch, features, loaded, at);
    const means: tf.NamedTensorMap = {};
    const context = { training: true, seed: deriveSeed(options.seed, 1, at.step) };
    const { grads } = tf.variableGrads(() => {
      const terms = objective.loss(resolved.forward(features, context) as tf.Tensor2D, prepared, at);
      // The tape disposes of everything that is made on it, unless it is kept.
      for (const [name, values] of Object.entries<tf.Tensor>({ ...terms })) means[name] = tf.keep(tf.mean(values));
      return means.total as tf.Scalar;
    }, [...variables]);
    const gradients = variables.flatMap((variable) => {
      const gradient = grads[variable.name];
      return gradient ? [{ variable, gradient }] : [];
    });
    optimizer.apply(gradients, at);
    if (run.constrained.length > 0) applyMaxNorm(run.constrained, { radius: options.maxNorm! });
    return means;
  });
}

function startCheckpointing(run: Run, objective: Objective): Checkpointing {
  // Those of a LayersModel are variables; a function's are known as far as they are trained.
  const all = [...(run.resolved.weights as readonly tf.Variable[]), ...run.variables];
  const settings = (at: SchedulePoint) => ({
    ...objective.settings?.(at),
    ...(objective.augmentationSeeds ? { views: objective.augmentationSeeds.join(", ") } : {}),
  });
  return createCheckpointing(
    { ...run, validation: run.validation, settings, weights: [...new Set(all)] },
    run.options.checkpoints,
  );
}

async function summarise(run: Run, epoch: number, terms: Record<string, number>): Promise<EpochSummary> {
  const { student, validation, stepsPerEpoch } = run;
  const step = (epoch + 1) * stepsPerEpoch - 1;
  const learningRate = run.optimizer.learningRate({
    step,
    totalSteps: stepsPerEpoch * run.options.epochs,
    stepsPerEpoch,
  });
  if (validation === undefined) return { epoch, terms, learningRate };
  const { size, errors, accuracy, nll } = await evaluate(student, validation);
  return { epoch, terms, learningRate, validation: { size, errors, accuracy, nll } };
}

function logsOf({ terms, learningRate, validation }: EpochSummary): Logs {
  const { total, ...named } = terms;
  const own = { loss: total!, ...named, learningRate };
  if (validation === undefined) return own;
  return { ...own, valErrors: validation.errors, valAccuracy: validation.accuracy, valNll: validation.nll };
}

async function notify(run: Run, event: "onTrainBegin" | "onTrainEnd", logs: Logs): Promise<void> {
  for (const callbacks of run.callbacks) await callbacks[event]?.(logs);
}

async function notifyEpoch(run: Run, event: "onEpochBegin" | "onEpochEnd", epoch: number, logs: Logs): Promise<void> {
  for (const callbacks of run.callbacks) await callbacks[event]?.(epoch, logs);
}

function assertFiniteLoss({ functionName }: Run, loss: number, epoch: number, batch: number): void {
  if (Number.isFinite(loss)) return;
  throw new Error(
    `${functionName}: the loss is ${loss} at epoch ${epoch}, batch ${batch}; lower the learning rate, or look for NaN in the weights`,
  );
}
