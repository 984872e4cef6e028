import type { Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";

/** The numbers of the tensor that a call returns; the tensor is disposed of. */
export function valuesOf(call: () => tf.Tensor): number[] {
  return tf.tidy(() => Array.from(call().dataSync()));
}

/** The gradients of the sum of what a call returns, with respect to each of its arguments. */
export function gradientsOf(call: (...args: tf.Tensor2D[]) => tf.Tensor, ...args: Rows[]): Rows[] {
  return tf.tidy(() => {
    const objective = (...inputs: tf.Tensor[]) => tf.sum(call(...(inputs as tf.Tensor2D[]))) as tf.Scalar;
    const gradients = tf.grads(objective)(args.map((rows) => tf.tensor2d(rows)));
    return gradients.map((gradient) => gradient.arraySync() as Rows);
  });
}

/** The message of what a call throws; fails when it throws nothing. */
export function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}
