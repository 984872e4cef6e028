import type * as tf from "@tensorflow/tfjs-core";

/** The context of a soft term, in addition to the logits. */
export interface SoftLossContext<Labels = tf.Tensor1D> {
  /** `[rows]`, int32, −1 for a row without a label; `[rows, classes]` where examples may be of several classes. */
  readonly labels: Labels;
  /** At this step. */
  readonly temperature: number;
}

/**
 * A soft term: student's and teacher's logits, `[rows, classes]`, to one value for each row, `[rows]`. A row is an example, or a position of one. Where
 * examples may be of several classes the value is the sum over the classes.
 */
export type SoftLoss<Labels = tf.Tensor1D> = (
  studentLogits: tf.Tensor2D,
  teacherLogits: tf.Tensor2D,
  context: SoftLossContext<Labels>,
) => tf.Tensor1D;
