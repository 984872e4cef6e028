import { datasetSize } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { Logs } from "../callbacks.ts";
import { evaluate } from "../evaluate.ts";
import type { SchedulePoint } from "../schedule.ts";
import type { EpochSummary, TrainingHistory } from "../training-history.ts";
import { type Checkpointing, createCheckpointing } from "./checkpointing.ts";
import type { Objective } from "./objective.ts";
import type { Run } from "./prepare-run.ts";
import { rememberDropoutSeeds } from "./reseed-dropout.ts";
import { isLayersModel } from "./resolve-classifier.ts";
import { trainEpoch } from "./train-epoch.ts";
import { warnOfSmallBatch } from "./warn-of-small-batch.ts";

/** The loop that all training shares. */
export async function runTraining(run: Run, objective: Objective): Promise<TrainingHistory> {
  const { student, options } = run;
  const restoreSeeds = isLayersModel(student) ? rememberDropoutSeeds(student) : () => {};
  const epochs: EpochSummary[] = [];
  try {
    const checkpointing = startCheckpointing(run, objective);
    const from = await checkpointing.resume();
    epochs.push(...from.epochs);
    if (epochs.length < options.epochs) {
      warnOfSmallBatch(run);
      await objective.begin?.();
    }
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

function startCheckpointing(run: Run, objective: Objective): Checkpointing {
  const settings = (at: SchedulePoint) => ({
    ...objective.settings?.(at),
    ...(objective.augmentationSeeds ? { views: objective.augmentationSeeds.join(", ") } : {}),
  });
  return createCheckpointing(
    { ...run, validation: run.validation, settings, weights: savedWeights(run) },
    run.options.checkpoints,
  );
}

/** All weights in the order of the student; of a function those that are trained. */
function savedWeights({ resolved, variables }: Run): readonly tf.Variable[] {
  return [...new Set([...(resolved.weights as readonly tf.Variable[]), ...variables])];
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
