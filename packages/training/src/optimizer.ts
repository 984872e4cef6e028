import type * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "./schedule.ts";

/** One variable and the gradient of the mean loss with respect to it. */
export interface VariableGradient {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor;
}

/**
 * An optimizer's memory of one variable, by name: arrays with one value per element of the variable, and counts. Empty
 * for a variable that it has not seen.
 */
export type VariableMemory = Readonly<Record<string, Float32Array | number>>;

/**
 * Turns gradients into updates of variables.
 *
 * Its memory (such as momenta) is kept per variable, so it does not matter in which order gradients come or whether one
 * is missing in a step. One optimizer serves one training run.
 */
export interface Optimizer {
  /** Updates every named variable in place. The caller keeps ownership of the gradients. */
  apply(gradients: readonly VariableGradient[], at: SchedulePoint): void;
  /** Returns the learning rate at a point, for logs. */
  learningRate(at: SchedulePoint): number;
  /**
   * Returns its name and the values of all its options at a point; a checkpoint can be resumed only by an optimizer
   * with the same ones.
   */
  settings(at: SchedulePoint): Readonly<Record<string, string | number | boolean>>;
  /** Returns copies of the memory of some variables. */
  memory(variables: readonly tf.Variable[]): Promise<VariableMemory[]>;
  /** Replaces the memory by the result of {@link memory}, for variables of the same shapes in the same order. */
  restore(variables: readonly tf.Variable[], memories: readonly VariableMemory[]): void;
  /** Disposes of the memory. */
  dispose(): void;
}
