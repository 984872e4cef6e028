import type { Batch } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "../schedule.ts";
import type { Settings } from "./describe-run.ts";

/** Per-example values of the named terms, `[batch]` each; `total` is the one that is minimised. */
interface LossTerms {
  readonly total: tf.Tensor;
}

/** What makes one training loop differ from another: how a batch is prepared, and the loss on its logits. */
export interface Objective {
  /** Called once before the first step that is to be taken; not at all where a checkpoint is of the end of the run. */
  readonly begin?: () => Promise<void>;
  /** Fetches what `prepare` needs of a batch; left out where everything is at hand. */
  readonly load?: (batch: Batch) => Promise<unknown>;
  /** Runs before the gradient tape is on; what it returns is disposed of after the step. */
  prepare(batch: Batch, features: tf.Tensor, loaded: unknown, at: SchedulePoint): tf.NamedTensorMap;
  /** Runs on the tape. */
  loss(studentLogits: tf.Tensor2D, prepared: tf.NamedTensorMap, at: SchedulePoint): LossTerms;
  /** The views to show with jitter, epoch by epoch and then from the first again; each epoch has its own when left out. */
  readonly augmentationSeeds?: readonly number[];
  /** What decides the loss, for checkpoints; left out where the loop has none. */
  readonly settings?: (at: SchedulePoint) => Settings;
}
