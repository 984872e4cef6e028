import type * as tf from "@tensorflow/tfjs-core";

/**
 * A loss of predicted numbers `[batch, outputs]`: their targets, of the same shape, and `known`, int32, 0 where a target is not known, to one value for each
 * example, the sum over the outputs that are known, such as `(s, t, known) => huberLoss(s, t, { delta: 1, known })`.
 */
export type NumberLoss = (predictions: tf.Tensor2D, targets: tf.Tensor2D, known: tf.Tensor2D) => tf.Tensor1D;
