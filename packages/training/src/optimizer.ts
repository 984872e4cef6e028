import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "./schedule.ts";

/** One variable and the gradient of the mean loss with respect to it. */
export interface VariableGradient {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor;
}

/**
 * Turns gradients into updates of variables.
 *
 * Its memory (momenta and the like) is kept per variable, so it does not matter in which order gradients come or
 * whether one is missing in a step. One optimizer serves one training run.
 */
export interface Optimizer {
  /** Updates every named variable in place. The gradients stay the caller's. */
  apply(gradients: readonly VariableGradient[], at: SchedulePoint): void;
  /** The learning rate at a point, for logs. */
  learningRate(at: SchedulePoint): number;
  /** Frees what is remembered about the variables. */
  dispose(): void;
}
