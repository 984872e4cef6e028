import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { AbortSignalLike } from "./abort-signal-like.ts";
import type { LazyEnsemble } from "./lazy-ensemble.ts";

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
 * A student or a teacher: a tfjs LayersModel whose output layer gives logits (linear activation), or any function from
 * features to logits.
 */
export type Classifier = LayersModel | LogitsFunction;

/** How a {@link TeacherFunction} is being run. */
export interface TeacherContext extends ForwardContext {
  /** The ids of the examples, in the order of the batch. */
  readonly ids: Int32Array;
  /** The signal that aborts the call which asks. */
  readonly signal?: AbortSignalLike;
}

/**
 * A function that gives logits, `[batch, classes]`, at once or later: a promise, where they come from another process, a service
 * or another runtime.
 *
 * The caller disposes of the tensor of a promise. Other tensors that are made on the way to it are disposed of by the
 * function itself. `features` stays until the answer is there.
 */
export type TeacherFunction = (features: tf.Tensor, context: TeacherContext) => tf.Tensor | Promise<tf.Tensor>;

/** Anything that can answer a dataset. */
export type Teacher = LayersModel | TeacherFunction | LazyEnsemble;
