import { assertOptions } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { ClassWeights } from "./class-weights.ts";
import type { Classifier } from "./classifier.ts";
import type { HardLoss } from "./hard-loss.ts";
import { defaultHardLoss } from "./internal/default-hard-loss.ts";
import { hardObjective } from "./internal/hard-objective.ts";
import { assertSomeKnown, onlyKnown } from "./internal/known-targets.ts";
import type { Objective } from "./internal/objective.ts";
import { ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { prepareRun } from "./internal/prepare-run.ts";
import { probeLoss } from "./internal/probe-loss.ts";
import { withClassWeights } from "./internal/resolve-class-weights.ts";
import { runTraining } from "./internal/run-training.ts";
import { CLASSIFICATION } from "./internal/task.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { TrainingHistory } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link trainClassifier}. */
export interface TrainClassifierOptions<Labels = tf.Tensor1D> extends TrainingOptions {
  /** Another loss. Default: the cross-entropy. */
  readonly loss?: HardLoss<Labels>;
  /** The weight of each class in the loss. Default: the dataset's (`targets.classWeights`), or else 1 for all. */
  readonly classWeights?: ClassWeights;
}

/**
 * Trains a classifier on hard labels: minimises the mean over each batch of the cross-entropy at temperature 1.
 *
 * Use it for a teacher, and for the baseline that a distilled student is compared with. Weights are updated in place.
 * Examples without a label (−1) or of weight 0 are ignored: the run equals that of the others alone. Weights of examples and of classes make
 * it a weighted mean, divided by the weights of the batch: a weight of 2 is the same as the example twice.
 *
 * @param classifier a LayersModel that ends in logits, or a function from features to logits together with
 *   `options.variables`
 * @param dataset the training set
 * @returns the named terms of the loss (`total`) after each epoch, with the validation figures if requested
 * @throws ArgumentError, before any work, when an option is unknown or out of range, a set has no labels, the validation set is of other
 *   classes or shapes, or the model does not fit the set or ends in a softmax
 * @throws Error when weights, logits, loss or a gradient are not finite (the classifier keeps the weights from before that step), or tfjs has no
 *   gradients registered
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, evaluate, trainClassifier } from "@dark-knowledge/training";
 *
 * // Two classes of two-pixel images: bright on the left, bright on the right.
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1, 0.8, 0, 0.1, 0.9),
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const model = createMlp({ exampleShape: [2], hiddenUnits: [8], classCount: 2, seed: 1 });
 * await trainClassifier(model, dataset, { epochs: 20, seed: 1, batchSize: 4 });
 * (await evaluate(model, dataset)).errors; // => 0
 * model.dispose();
 * ```
 */
export function trainClassifier(
  classifier: Classifier,
  dataset: Dataset,
  options: TrainClassifierOptions,
): Promise<TrainingHistory>;
/** The same with a custom loss for labels `[rows, classes]`, where examples may have several classes. */
export function trainClassifier(
  classifier: Classifier,
  dataset: Dataset,
  options: TrainClassifierOptions<tf.Tensor2D>,
): Promise<TrainingHistory>;
export async function trainClassifier(
  classifier: Classifier,
  dataset: Dataset,
  options: TrainClassifierOptions | TrainClassifierOptions<tf.Tensor2D>,
): Promise<TrainingHistory> {
  const names = { ...TRAINING_OPTIONS, loss: true, classWeights: true } as const;
  assertOptions<TrainClassifierOptions>(NAME, options, names, ADVICE);
  const { validation, classWeights } = options;
  const sets = trainingSets(NAME, "dataset", dataset, validation, CLASSIFICATION);
  const ownLoss = options.loss === undefined ? undefined : "loss";
  const task = withClassWeights(NAME, sets.task, sets.training, classWeights, ownLoss);
  assertSomeKnown(NAME, "dataset", task, sets.training);
  const labelled = { ...sets, task, training: onlyKnown(task, sets.training) };
  const run = await prepareRun(NAME, "classifier", classifier, labelled, options);
  const loss = (options.loss as HardLoss<tf.Tensor> | undefined) ?? defaultHardLoss(task);
  if (options.loss !== undefined) probeLoss(run, "loss", (logits, _, labels) => loss(logits, labels));
  const objective: Objective = {
    ...hardObjective(run.task, loss, { functionName: NAME, argument: "loss" }),
    settings: () => ({ loss: options.loss === undefined ? "cross-entropy" : "a function" }),
  };
  return runTraining(run, objective);
}

const NAME = "trainClassifier";
