import type * as tf from "@tensorflow/tfjs-core";

/** The context of a soft term, in addition to the logits. */
export interface SoftLossContext {
  /** `[batch]`, int32; −1 for a row without a label. */
  readonly labels: tf.Tensor1D;
  /** At this step. */
  readonly temperature: number;
}

/** A soft term: student's and teacher's logits, `[batch, classes]`, to one value per example, `[batch]`. */
export type SoftLoss = (
  studentLogits: tf.Tensor2D,
  teacherLogits: tf.Tensor2D,
  context: SoftLossContext,
) => tf.Tensor1D;
