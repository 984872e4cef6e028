import { binaryCrossEntropy, hardCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { HardLoss } from "../hard-loss.ts";
import { isOneChoice, type Task } from "./task.ts";

/** The hard term of a task without one of the caller's: the cross-entropy, or that of each class, times the weight of the class. */
export function defaultHardLoss(task: Task): HardLoss<tf.Tensor> {
  const { classWeights } = task;
  // A choice among classes has one class per row, whose weight is in the weight of the row.
  if (isOneChoice(task)) return hardCrossEntropy as HardLoss<tf.Tensor>;
  if (classWeights === undefined) return binaryCrossEntropy as HardLoss<tf.Tensor>;
  return (logits, labels) => {
    const each = binaryCrossEntropy(tf.reshape(logits, [-1, 1]), tf.reshape(labels, [-1, 1]));
    return tf.sum(tf.mul(tf.reshape(each, logits.shape), tf.tensor1d(classWeights)), 1);
  };
}
