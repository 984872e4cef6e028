import * as tf from "@tensorflow/tfjs-core";
import { bench, describe } from "vitest";
import { matrix, STATES } from "./wasm-kernels.ts";

const square = matrix(1024, 1024);
const batch = matrix(128, 800);
const tall = matrix(1024, 800);
const images = tf.reshape(matrix(32 * 28, 28 * 16), [32, 28, 28, 16]) as tf.Tensor4D;
const pooledGradient = tf.onesLike(tf.maxPool(images, 2, 2, "valid"));

const CASES: Readonly<Record<string, () => tf.Tensor>> = {
  "transpose of [1024, 1024]": () => tf.transpose(square),
  "transpose of [128, 800]": () => tf.transpose(batch),
  "sum over axis 0 of [128, 800]": () => tf.sum(batch, 0),
  "sum over axis 0 of [1024, 800]": () => tf.sum(tall, 0),
  "clone of [1024, 1024]": () => tf.clone(square),
  "gradient of maxPool 2×2 of [32, 28, 28, 16]": () =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(images, pooledGradient),
};

for (const [title, compute] of Object.entries(CASES)) {
  describe(title, () => {
    for (const [state, options] of STATES) bench(state, () => void compute().dispose(), { ...options, time: 300 });
  });
}
