import type * as tf from "@tensorflow/tfjs-core";

/** The two values of one variable at a step of training. */
export interface CompressedWeight {
  /** Its place in {@link CompressionPlan.variables}. */
  readonly index: number;
  /** The values that the optimizer changes. */
  readonly stored: tf.Tensor;
  /** The values that the student computes with. */
  readonly current: tf.Tensor;
}

/** A point of a training run. */
export interface PlanPoint {
  /** Steps taken so far. */
  readonly step: number;
}

/**
 * A rule that weights keep at every step of training. It is the `plan` of `distill`, `trainClassifier` and the other loops of
 * `@dark-knowledge/training`, and has no tensors of its own.
 */
export interface CompressionPlan {
  /** The variables with a rule. */
  readonly variables: readonly tf.Variable[];
  /** Identifies the plan in checkpoints. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Returns the weights that the student computes with, one new tensor for each variable. */
  weights(
    stored: readonly tf.Tensor[],
    current: readonly tf.Tensor[],
    at: PlanPoint,
  ): readonly tf.Tensor[] | Promise<readonly tf.Tensor[]>;
  /** Returns the gradient for the stored values. */
  gradient(gradient: tf.Tensor, weight: CompressedWeight): tf.Tensor;
}
