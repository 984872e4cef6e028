import { assertOptions } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Classifier } from "./classifier.ts";
import type { HardLoss } from "./hard-loss.ts";
import { hardObjective } from "./internal/hard-objective.ts";
import { assertSomeKnown, onlyKnown } from "./internal/known-targets.ts";
import { assertHuberDelta, assertNoDistance, numberLossOf } from "./internal/number-distance.ts";
import { ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { prepareRun } from "./internal/prepare-run.ts";
import { probeLoss } from "./internal/probe-loss.ts";
import { runTraining } from "./internal/run-training.ts";
import { hasVariances, type Task } from "./internal/task.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { NumberLoss } from "./number-loss.ts";
import type { NumberFigures, TrainingHistory } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link trainRegressor}. */
export interface TrainRegressorOptions extends TrainingOptions {
  /** The error above which it is no longer squared; see `huberLoss`. Default: all errors are squared. */
  readonly huberDelta?: number;
  /** Another loss. */
  readonly loss?: NumberLoss;
}

/**
 * Trains a model of numbers on a dataset whose targets are numbers: minimises the mean over all known targets of a batch of the squared error, or of Huber's loss.
 *
 * If the dataset is one `withVariances`, the model gives a log variance after each of its numbers, and the loss is the negative log-likelihood of the
 * targets under its Gaussians (`gaussianNegativeLogLikelihood`).
 *
 * Everything else is as in `trainClassifier`: order, seeds, checkpoints, early stopping (by `rmse`, where no figure is named). Targets that are not known
 * count nothing. Targets far from unit scale train badly: give the dataset the scale of `standardiseTargets`.
 *
 * @param regressor a LayersModel with one output of a number for each of the dataset's outputs, or a function from features to them, `[batch, outputs]`,
 *   together with `options.variables`
 * @returns the named terms of the loss (`total`) after each epoch, with the validation figures where asked for
 * @throws ArgumentError, before any work, when an option is unknown or out of range, no target is known, the validation set is of other outputs or shapes, or
 *   the model does not fit the set
 * @throws Error when weights, numbers, loss or a gradient are not finite (the model keeps the weights from before that step)
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { adam, createMlp, evaluateRegressor, trainRegressor } from "@dark-knowledge/training";
 *
 * // y = x₀ − x₁
 * const dataset = createDataset({
 *   columns: { x: { values: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), shape: [2] } },
 *   targets: { kind: "numbers", names: ["y"], values: Float32Array.of(0, -1, 1, 0) },
 * });
 * const model = createMlp({ exampleShape: [2], hiddenUnits: [8], classCount: 1, seed: 1 });
 * await trainRegressor(model, dataset, { epochs: 200, seed: 1, optimizer: adam({ learningRate: 0.03 }) });
 * (await evaluateRegressor(model, dataset)).r2 > 0.99; // => true
 * model.dispose();
 * ```
 */
export async function trainRegressor(
  regressor: Classifier,
  dataset: Dataset,
  options: TrainRegressorOptions,
): Promise<TrainingHistory<NumberFigures>> {
  const names = { ...TRAINING_OPTIONS, loss: true, huberDelta: true } as const;
  assertOptions<TrainRegressorOptions>(NAME, options, names, ADVICE);
  const { huberDelta } = options;
  assertHuberDelta(NAME, huberDelta, options.loss);
  const sets = trainingSets(NAME, "dataset", dataset, options.validation, ["numbers"]);
  assertSomeKnown(NAME, "dataset", sets.task, sets.training);
  assertNoDistance(NAME, sets.task, { loss: options.loss, huberDelta });
  const known = { ...sets, training: onlyKnown(sets.task, sets.training) };
  const run = await prepareRun(NAME, "regressor", regressor, known, options);
  const loss = options.loss ?? numberLossOf(sets.task, huberDelta);
  if (options.loss !== undefined)
    probeLoss(run, "loss", (s, _, y) => loss(s, y as tf.Tensor2D, tf.ones(s.shape, "int32")));
  const history = await runTraining(run, {
    ...hardObjective(run.task, loss as unknown as HardLoss<tf.Tensor>, { functionName: NAME, argument: "loss" }),
    settings: () => ({ loss: describeLoss(sets.task, options) }),
  });
  return history as unknown as TrainingHistory<NumberFigures>;
}

function describeLoss(task: Task, { loss, huberDelta = Infinity }: TrainRegressorOptions): string {
  if (loss !== undefined) return "a function";
  return hasVariances(task) ? "Gaussian" : `squared up to ${huberDelta}`;
}

const NAME = "trainRegressor";
