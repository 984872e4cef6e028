import * as tf from "@tensorflow/tfjs-core";

/** The two halves of an answer with variances, `[batch, outputs]` each. */
export function splitVariances(answers: tf.Tensor2D): {
  readonly means: tf.Tensor2D;
  readonly logVariances: tf.Tensor2D;
} {
  const [means, logVariances] = tf.split(answers, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return { means, logVariances };
}
