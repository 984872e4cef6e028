import type * as tf from "@tensorflow/tfjs-core";
import type { TrainingCallbacks } from "../callbacks.ts";
import type { Classifier } from "../classifier.ts";
import type { Optimizer } from "../optimizer.ts";
import type { TrainingOptions } from "../training-options.ts";
import type { Better } from "./figures.ts";
import type { PlannedWeights } from "./planned-weights.ts";
import type { ResolvedClassifier } from "./resolve-classifier.ts";
import type { TrainingSets } from "./training-sets.ts";

/** A training run of which everything has been checked that can be known before it begins. */
export interface Run extends TrainingSets {
  readonly functionName: string;
  readonly student: Classifier;
  readonly resolved: ResolvedClassifier;
  /** The name of the student. */
  readonly argument: string;
  /** All weights of the student as far as they are known, in its order. */
  readonly weights: readonly tf.Variable[];
  /** Their names, which are the same in every process. */
  readonly names: ReadonlyMap<tf.Tensor, string>;
  /** Those that are trained. */
  readonly variables: readonly tf.Variable[];
  /** The others. */
  readonly untrained: readonly tf.Variable[];
  readonly constrained: readonly tf.Variable[];
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** How many examples the last batch of an epoch has. */
  readonly lastBatchSize: number;
  readonly stepsPerEpoch: number;
  readonly callbacks: readonly TrainingCallbacks[];
  /** The figures of the validation set by name, and whether lower or higher is better. */
  readonly figures: ReadonlyMap<string, Better>;
  /** The figure by which the best weights are kept, if they are. */
  readonly best: string | undefined;
  readonly options: TrainingOptions;
  /** The plan that is kept, once the run has begun. */
  readonly planned?: PlannedWeights;
}
