import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { sparsityOf } from "../src/index.ts";

test("sparsityOf(model) counts the zeros of kernels by layer, and not those of biases", async () => {
  const dense = (name: string, kernel: number[][]) =>
    layers.dense({
      ...{ name, units: kernel[0]!.length, inputShape: [kernel.length] },
      weights: [tf.tensor2d(kernel), tf.zeros([kernel[0]!.length])],
    });
  const model = sequential({ layers: [dense("hidden", [[1, 0]]), dense("logits", [[0], [-0]])] });
  expect(await sparsityOf(model)).toEqual({
    ...{ weights: 4, zeros: 3, sparsity: 0.75 },
    layers: [
      { layer: "hidden", weights: 2, zeros: 1 },
      { layer: "logits", weights: 2, zeros: 2 },
    ],
  });
  model.dispose();
});
