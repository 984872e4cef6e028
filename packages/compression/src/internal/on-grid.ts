import * as tf from "@tensorflow/tfjs-core";
import type { Grid } from "./calibrate-steps.ts";

/** The nearest weights on a grid: `clip(round(w / s), −most, most) · s`, a new tensor. */
export function onGrid(weights: tf.Tensor, { steps, most }: Grid): tf.Tensor {
  return tf.tidy(() => {
    const step = tf.tensor1d(steps);
    // −0 is not on the grid: adding 0 makes it 0.
    return tf.mul(tf.add(tf.clipByValue(tf.round(tf.div(weights, step)), -most, most), 0), step);
  });
}
