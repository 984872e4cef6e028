import type * as tf from "@tensorflow/tfjs-core";

/**
 * A hard term: logits `[rows, classes]` and labels, int32, to one value for each row, such as
 * `(z, labels) => labelSmoothedCrossEntropy(z, labels, { smoothing: 0.1 })`. A row is an example, or a position of one. Labels are `[rows]`, and every
 * row has one; where examples may be of several classes they are `[rows, classes]`, 1, 0 and −1, and the value is the sum over the classes that are known.
 */
export type HardLoss<Labels = tf.Tensor1D> = (logits: tf.Tensor2D, labels: Labels) => tf.Tensor1D;
