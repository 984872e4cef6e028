import type * as tf from "@tensorflow/tfjs-core";

/**
 * A hard term: logits `[rows, classes]` and labels `[rows]`, int32, to one value for each row, such as
 * `(z, labels) => labelSmoothedCrossEntropy(z, labels, { smoothing: 0.1 })`. Every row has a label.
 */
export type HardLoss = (logits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor1D;
