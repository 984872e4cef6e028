import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { artifactsOf } from "../src/artifacts-of.ts";
import { compileModel } from "../src/compile-model.ts";

test("a compiled model keeps the weights that the model had, and leaves no tensor", async () => {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], name: "sum" })] });
  const setWeights = (values: readonly number[]) =>
    tf.tidy(() => model.setWeights([tf.tensor2d([...values], [2, 1]), tf.tensor1d([1])]));
  setWeights([2, 3]);
  const before = tf.memory().numTensors;
  const net = compileModel(await artifactsOf(model));
  expect(tf.memory().numTensors).toBe(before);
  setWeights([0, 0]);
  expect(net.predict(Float32Array.of(10, 100))).toEqual(Float32Array.of(321));
  model.dispose();
  expect(net.predict(Float32Array.of(10, 100))).toEqual(Float32Array.of(321));
});

test("something else than a model is refused", async () => {
  await expect(artifactsOf({} as never)).rejects.toThrow("artifactsOf: model.save must be a function, got undefined");
});
