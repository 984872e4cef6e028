import type { AbortSignalLike } from "@dark-knowledge/core";
import type { Augmentation, Dataset } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { TrainingCallbacks } from "./callbacks.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { EarlyStopping, Metric } from "./metric.ts";
import type { Optimizer } from "./optimizer.ts";
import type { WeightPlan } from "./weight-plan.ts";

/** Options of every training loop. */
export interface TrainingOptions {
  /** Passes over the training set. */
  readonly epochs: number;
  /**
   * Integer; determines the order of examples, the jitter and the dropout masks. Equal seeds give equal runs on one
   * backend.
   */
  readonly seed: number;
  /** Examples per step. Default: 128. */
  readonly batchSize?: number;
  /** Skips the last batch of an epoch if it is smaller than the others. Default: false. */
  readonly dropRemainder?: boolean;
  /**
   * Default: `sgd({ learningRate: cosineDecay(0.1), momentum: 0.9 })`. Training does not dispose of a given optimizer.
   */
  readonly optimizer?: Optimizer;
  /** Shifts each training image by up to this many pixels in any direction, differently every epoch. Default: 0. */
  readonly jitter?: number;
  /**
   * Random changes of the training examples, differently every epoch: `flip`, `crop`, `colour`, `mixup` or `augmentBy` of
   * `@dark-knowledge/datasets`, after the jitter. A teacher answers each example as the student sees it. With `mixup` a label counts as much as its example's share of
   * the mixture. Default: none.
   */
  readonly augment?: readonly Augmentation[];
  /** Bound on the norm of each hidden unit's incoming weights, applied after every step. Default: none. */
  readonly maxNorm?: number;
  /**
   * A rule that weights keep at every step, such as `keepZeros` of `@dark-knowledge/compression` for a pruned student. Not with `maxNorm`.
   * Default: none.
   */
  readonly plan?: WeightPlan;
  /**
   * A dataset to evaluate after every epoch, or the size and seed of one to split off the training set. Never the test
   * set.
   */
  readonly validation?: Dataset | { readonly size: number; readonly seed: number };
  /** Further figures of the validation set after every epoch. */
  readonly metrics?: readonly Metric[];
  /** Ends training when a figure of the validation set has not improved for some epochs. Default: never. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Restores, at the end, the weights after the best epoch on the validation set: by `"nll"` (of numbers, `"rmse"`), or by the figure of this
   * name. The student's initial weights also count. Default: true with early stopping, by its figure.
   */
  readonly keepBest?: boolean | string;
  /**
   * The variables to train. Needed for a student that is a function. Default: all trainable weights of a LayersModel.
   */
  readonly variables?: readonly tf.Variable[];
  /**
   * Lets a student, and the teacher of `distill`, end in a softmax, which is left out during training. Default: false,
   * refused. See {@link PredictOptions.undoSoftmax}. The model keeps its softmax.
   */
  readonly undoSoftmax?: boolean;
  readonly callbacks?: TrainingCallbacks | readonly TrainingCallbacks[];
  /**
   * Stops training at the next step when aborted: the promise rejects with the signal's reason. With checkpoints, that
   * step is saved.
   */
  readonly signal?: AbortSignalLike;
  /** Receives one line about a run that can be trained, but probably not as intended. */
  readonly onWarning?: (line: string) => void;
  /**
   * The storage of the state of training, such as from `openCheckpoints`; if it has a state, training resumes from it.
   * The result is the same, bit for bit on one backend, as without an interruption. Callbacks are called only for the
   * rest of the run. Pass an equally initialised optimizer. With more epochs, a finished run is extended.
   */
  readonly checkpoints?: Checkpoints;
}
