import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "./schedule.ts";

/** The two values of one planned variable at a step. */
export interface PlannedWeight {
  /** Its place in {@link WeightPlan.variables}. */
  readonly index: number;
  /** The values that the optimizer changes. */
  readonly stored: tf.Tensor;
  /** The values that the student computes with. */
  readonly current: tf.Tensor;
}

/**
 * A rule that some weights of a student keep at every step of training: zeros that stay, values that are shared, values of a
 * quantised grid. Those of `@dark-knowledge/compression` fit.
 *
 * A planned variable has two values. The optimizer changes the stored ones; the student computes, is evaluated and ends with those
 * that {@link WeightPlan.weights} makes of them. Checkpoints have both. A plan keeps no state and no tensors of its own.
 */
export interface WeightPlan {
  /** The variables with a rule; the student trains all of them. */
  readonly variables: readonly tf.Variable[];
  /** Identifies the plan: a checkpoint can be resumed only with the same settings. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /**
   * Returns the weights that the student computes with, one new tensor for each variable. Called before the first step and after each
   * update, with the point of the step that comes next.
   *
   * @param stored the values that the optimizer changed; at first the student's own
   * @param current the values that the student has computed with so far
   */
  weights(
    stored: readonly tf.Tensor[],
    current: readonly tf.Tensor[],
    at: SchedulePoint,
  ): readonly tf.Tensor[] | Promise<readonly tf.Tensor[]>;
  /** Returns the gradient for the stored values, given the gradient with respect to the values that the student computes with. */
  gradient(gradient: tf.Tensor, weight: PlannedWeight): tf.Tensor;
}
