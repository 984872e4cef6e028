import type { Batch, Dataset } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "../schedule.ts";
import type { ValidationFigures } from "../training-history.ts";
import type { Settings } from "./settings.ts";

/** A part of the loss, for reports. */
export interface LossTerm {
  /** Times their weights. */
  readonly values: tf.Tensor;
  /** How many targets the values are about, or their weights added up: the mean is the sum of the values over this. */
  readonly count: number;
}

/** The loss on one batch. */
interface LossTerms {
  /** The minimised scalar. */
  readonly total: tf.Scalar;
  readonly terms?: Readonly<Record<string, LossTerm>>;
}

/** The part that differs between training loops: how a batch is prepared, and the loss on its logits. */
export interface Objective {
  /** Called once before the first step that is to be taken; not at all where a checkpoint is of the end of the run. */
  readonly begin?: () => Promise<void>;
  /** Fetches what `prepare` needs of a batch, while the batch before is learned; left out where everything is at hand. */
  readonly load?: (batch: Batch) => Promise<unknown>;
  /** Runs before the gradient tape is on; what it returns is disposed of after the step. */
  prepare(batch: Batch, loaded: unknown, at: SchedulePoint): tf.NamedTensorMap;
  /** Runs on the tape, of rows of the student's answers. */
  loss(studentLogits: tf.Tensor2D, prepared: tf.NamedTensorMap, at: SchedulePoint, batch: Batch): LossTerms;
  /** The views to show with jitter, epoch by epoch and then from the first again. Default: each epoch has its own. */
  readonly augmentationSeeds?: readonly number[];
  /** The examples of an epoch, as many in each. Default: those of the run. */
  readonly examplesOf?: (epoch: number) => Dataset;
  /** The figures of the validation set. Default: the student's answers against the labels. */
  readonly validate?: () => Promise<ValidationFigures>;
  /** The settings of the loss, for checkpoints. Left out where the loop has none. */
  readonly settings?: (at: SchedulePoint) => Settings;
}
