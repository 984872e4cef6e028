import { yieldToEventLoop } from "@dark-knowledge/core";
import { readBatches } from "@dark-knowledge/datasets";
import type { TermSums } from "../checkpoints.ts";
import type { Checkpointing, Progress } from "./checkpointing.ts";
import { loadAhead } from "./load-ahead.ts";
import type { Objective } from "./objective.ts";
import { pointAt } from "./point-at.ts";
import type { Run } from "./run.ts";
import { takeStep } from "./take-step.ts";
import { addTermSums, termMeans } from "./term-sums.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";

const YIELD_EVERY = 8;

/** Trains the epoch after those of `from`, or what is left of it. Gives the mean of each term of the loss. */
export async function trainEpoch(
  run: Run,
  objective: Objective,
  checkpointing: Checkpointing,
  from: Progress,
): Promise<Record<string, number>> {
  const { functionName, batchSize, stepsPerEpoch, options } = run;
  const { seed, jitter = 0, augment = [], dropRemainder = false, signal } = options;
  const epoch = from.epochs.length;
  const firstStep = epoch * stepsPerEpoch;
  let sums: TermSums = (from.step > firstStep ? from.termSums : undefined) ?? {};
  let index = Math.max(0, from.step - firstStep);
  const save = () => checkpointing.save({ ...from, step: firstStep + index, termSums: sums, isFinished: false });

  const { augmentationSeeds, load } = objective;
  const view = augmentationSeeds && { augmentationSeed: augmentationSeeds[epoch % augmentationSeeds.length]! };
  const training = objective.examplesOf?.(epoch) ?? run.training;
  const all = readBatches(training, { batchSize, dropRemainder, seed, epoch, jitter, augment, ...view, skip: index });
  for await (const { item: batch, loaded } of loadAhead(all, load)) {
    // Also lets what was asked for the next batch be sent, before this one keeps the thread busy.
    if (load !== undefined || index % YIELD_EVERY === 0) await yieldToEventLoop();
    if (signal?.aborted && index > 0) await save();
    throwIfAborted(functionName, signal);
    const terms = await takeStep(run, objective, batch, loaded, pointAt(run, firstStep + index, from.epochs));
    sums = addTermSums(sums, terms);
    const logs = { size: batch.ids.length, loss: terms.total!.sum / terms.total!.examples };
    for (const callbacks of run.callbacks) await callbacks.onBatchEnd?.(index, logs);
    index++;
    if (index < stepsPerEpoch && checkpointing.isDue(firstStep + index)) await save();
  }
  return termMeans(sums);
}
