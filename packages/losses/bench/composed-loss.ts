import * as tf from "@tensorflow/tfjs-core";

/** The options of the distillation loss, as both sides of the benchmark use them. */
export const OPTIONS = { temperature: 4, softWeight: 0.9, hardWeight: 0.1 } as const;

/** The same loss as `distillationLoss`, written with tfjs's operations and left to tfjs to differentiate. */
export function composedLoss(studentLogits: tf.Tensor2D, teacherLogits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor {
  const { temperature, softWeight, hardWeight } = OPTIONS;
  const teacherProbs = tf.softmax(tf.div(teacherLogits, temperature));
  const logProbs = tf.logSoftmax(tf.div(studentLogits, temperature));
  const soft = tf.mul(tf.neg(tf.sum(tf.mul(teacherProbs, logProbs), 1)), temperature ** 2);
  const oneHot = tf.oneHot(labels, studentLogits.shape[1], 1, 0, "float32");
  const hard = tf.neg(tf.sum(tf.mul(oneHot, tf.logSoftmax(studentLogits)), 1));
  return tf.add(tf.mul(soft, softWeight), tf.mul(hard, hardWeight));
}
