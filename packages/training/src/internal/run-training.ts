import { datasetSize } from "@dark-knowledge/datasets";
import type { Logs } from "../callbacks.ts";
import type { BestWeights } from "../checkpoints.ts";
import type { EpochSummary, TrainingHistory, ValidationFigures } from "../training-history.ts";
import { createCheckpointing } from "./checkpointing.ts";
import { indexOfBest, mainFigure } from "./figures.ts";
import type { Objective } from "./objective.ts";
import { pointAt } from "./point-at.ts";
import type { Run } from "./run.ts";
import { restoreWeights, saveWeights } from "./saved-weights.ts";
import { trainEpoch } from "./train-epoch.ts";
import { validate } from "./validate.ts";
import { warnOfSmallBatch } from "./warn-of-small-batch.ts";
import { withPlan } from "./with-plan.ts";

/** The loop that all training shares. */
export async function runTraining(run: Run, objective: Objective): Promise<TrainingHistory> {
  const kept = withPlan(run);
  try {
    return await runEpochs(kept.run, objective);
  } finally {
    kept.dispose();
    if (run.options.optimizer === undefined) run.optimizer.dispose();
  }
}

async function runEpochs(run: Run, objective: Objective): Promise<TrainingHistory> {
  const { weights, stepsPerEpoch, options } = run;
  const checkpointing = createCheckpointing(run, objective);
  const from = await checkpointing.resume();
  if (from.step === 0) await run.planned?.begin(pointAt(run, 0));
  const epochs = [...from.epochs];
  let { start, best } = from;
  const figuresNow = objective.validate ?? (() => validate(run));
  const bestNow = async (epoch: number): Promise<BestWeights> => ({
    epoch,
    weights: await saveWeights(run),
  });
  const isOver = () => epochs.length >= options.epochs || hasStopped(run, start, epochs);

  if (!isOver()) {
    warnOfSmallBatch(run);
    await objective.begin?.();
  }
  const examples = datasetSize(run.training);
  await notify(run, "onTrainBegin", { epochs: options.epochs, batches: stepsPerEpoch, examples });
  if (start === undefined && (run.best !== undefined || options.earlyStopping !== undefined)) {
    start = await figuresNow();
  }
  if (best === undefined && run.best !== undefined) best = await bestNow(-1);
  while (!isOver()) {
    const epoch = epochs.length;
    await notifyEpoch(run, "onEpochBegin", epoch, {});
    const terms = await trainEpoch(run, objective, checkpointing, { ...from, epochs, start, best });
    const learningRate = run.optimizer.learningRate(pointAt(run, (epoch + 1) * stepsPerEpoch - 1, epochs));
    epochs.push({
      ...{ epoch, terms, learningRate },
      ...(run.validation === undefined ? {} : { validation: await figuresNow() }),
    });
    if (run.best !== undefined && bestEpoch(run, run.best, start!, epochs) === epoch) best = await bestNow(epoch);
    await notifyEpoch(run, "onEpochEnd", epoch, logsOf(epochs[epoch]!));
    await checkpointing.save({ step: epochs.length * stepsPerEpoch, epochs, start, best, isFinished: isOver() });
  }
  if (best !== undefined) restoreWeights(weights, best.weights);
  await notify(run, "onTrainEnd", epochs.length > 0 ? logsOf(epochs.at(-1)!) : {});
  return {
    ...{ epochs, steps: stepsPerEpoch * epochs.length },
    ...(start === undefined ? {} : { start }),
    ...(best === undefined ? {} : { bestEpoch: best.epoch }),
  };
}

/** Whether a figure has not become better for as long as the run has patience. */
function hasStopped(run: Run, start: ValidationFigures | undefined, epochs: readonly EpochSummary[]): boolean {
  const { earlyStopping } = run.options;
  if (earlyStopping === undefined || start === undefined) return false;
  const { patience, metric = mainFigure(run.task), minDelta } = earlyStopping;
  return epochs.length - 1 - bestEpoch(run, metric, start, epochs, minDelta) >= patience;
}

/** The epoch with the best value of a figure; −1 for the start. */
function bestEpoch(
  { figures }: Run,
  metric: string,
  start: ValidationFigures,
  epochs: readonly EpochSummary[],
  minDelta?: number,
): number {
  const values = [start[metric]!, ...epochs.map(({ validation }) => validation![metric]!)];
  return indexOfBest(values, figures.get(metric)!, minDelta) - 1;
}

function logsOf({ terms, learningRate, validation }: EpochSummary): Logs {
  const { total, ...named } = terms;
  const { size: _, ...figures } = validation ?? {};
  const ofValidation = Object.entries(figures).map(([name, value]) => [
    `val${name[0]!.toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  return { loss: total!, ...named, learningRate, ...Object.fromEntries(ofValidation) };
}

async function notify(run: Run, event: "onTrainBegin" | "onTrainEnd", logs: Logs): Promise<void> {
  for (const callbacks of run.callbacks) await callbacks[event]?.(logs);
}

async function notifyEpoch(run: Run, event: "onEpochBegin" | "onEpochEnd", epoch: number, logs: Logs): Promise<void> {
  for (const callbacks of run.callbacks) await callbacks[event]?.(epoch, logs);
}
