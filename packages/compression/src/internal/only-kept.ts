import * as tf from "@tensorflow/tfjs-core";

/** The values where a weight is not 0, and 0 elsewhere: a new tensor. */
export function onlyKept(values: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.where(tf.notEqual(weight, 0), values, tf.zerosLike(values)));
}
