import type { AbortSignalLike } from "@dark-knowledge/core";
import type { GivenAs } from "@dark-knowledge/soft-targets";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LazyEnsemble } from "./lazy-ensemble.ts";

/** The context of a call of a {@link LogitsFunction}. */
export interface ForwardContext {
  /** True inside a training step: dropout drops. False for teachers and for evaluation. */
  readonly training: boolean;
  /** A seed for the randomness of this pass; different in every step. */
  readonly seed: number;
  /** All inputs by the names of their columns, where the dataset has several; `features` is the first of them then. */
  readonly inputs?: Readonly<Record<string, tf.Tensor>>;
}

/** Any function from a batch of features, `[batch, …]`, to logits, `[batch, classes]`. */
export type LogitsFunction = (features: tf.Tensor, context: ForwardContext) => tf.Tensor;

/**
 * A student or a teacher: a tfjs LayersModel whose output layer gives logits (linear activation), or any function from
 * features to logits. Where a dataset has several columns, a model has an input of the name of each, and a function takes them from its context.
 */
export type Classifier = LayersModel | LogitsFunction;

/** The context of a call of a {@link TeacherFunction}. */
export interface TeacherContext extends ForwardContext {
  /** The ids of the examples, in the order of the batch. */
  readonly ids: Int32Array;
  /** The signal of the calling function. */
  readonly signal?: AbortSignalLike;
}

/**
 * A function that returns logits, `[batch, classes]`, or a promise of them if they come from another process, a service
 * or another runtime.
 *
 * The caller disposes of the tensor of a promise. The function itself disposes of intermediate tensors. `features`
 * stays valid until the promise is settled.
 */
export interface TeacherFunction {
  (features: tf.Tensor, context: TeacherContext): tf.Tensor | Promise<tf.Tensor>;
  /** The form in which the answers came before they became logits, once it is known; for the manifest of a store. */
  readonly givenAs?: GivenAs | undefined;
  /**
   * The most examples that the teacher wants to be asked about at a time now; it may change with every answer.
   * `recordSoftTargets` asks about as many.
   */
  readonly batchSize?: number | undefined;
}

/** Anything that can answer a dataset. */
export type Teacher = LayersModel | TeacherFunction | LazyEnsemble;
