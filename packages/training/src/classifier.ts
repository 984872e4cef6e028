import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** How a {@link LogitsFunction} is being run. */
export interface ForwardContext {
  /** True inside a training step: dropout drops. False for teachers and for evaluation. */
  readonly training: boolean;
  /** A seed for the randomness of this one pass; another one every step. */
  readonly seed: number;
}

/** Any function from a batch of features, `[batch, …]` in 0..1, to logits, `[batch, classes]`. */
export type LogitsFunction = (features: tf.Tensor, context: ForwardContext) => tf.Tensor;

/**
 * What can be a student or a teacher: a tfjs LayersModel whose output layer gives logits (linear activation), or any
 * function from features to logits.
 */
export type Classifier = LayersModel | LogitsFunction;
