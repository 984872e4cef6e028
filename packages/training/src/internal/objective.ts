import type { Batch } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "../schedule.ts";
import type { Settings } from "./describe-run.ts";

/** What the loss on one batch comes to. */
export interface LossTerms {
  /** What is minimised: a scalar. */
  readonly total: tf.Scalar;
  /** Values by name for reports, one for each example that the term is about: its mean is over these. */
  readonly terms?: Readonly<Record<string, tf.Tensor>>;
}

/** What makes one training loop differ from another: how a batch is prepared, and the loss on its logits. */
export interface Objective {
  /** Called once before the first step that is to be taken; not at all where a checkpoint is of the end of the run. */
  readonly begin?: () => Promise<void>;
  /** Fetches what `prepare` needs of a batch, while the batch before is learned; left out where everything is at hand. */
  readonly load?: (batch: Batch) => Promise<unknown>;
  /** Runs before the gradient tape is on; what it returns is disposed of after the step. */
  prepare(batch: Batch, loaded: unknown, at: SchedulePoint): tf.NamedTensorMap;
  /** Runs on the tape. */
  loss(studentLogits: tf.Tensor2D, prepared: tf.NamedTensorMap, at: SchedulePoint, batch: Batch): LossTerms;
  /** The views to show with jitter, epoch by epoch and then from the first again; each epoch has its own when left out. */
  readonly augmentationSeeds?: readonly number[];
  /** What decides the loss, for checkpoints; left out where the loop has none. */
  readonly settings?: (at: SchedulePoint) => Settings;
}
