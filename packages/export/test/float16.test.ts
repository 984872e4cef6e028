import { createRandom } from "@dark-knowledge/core";
import { float16Bits, toFloat16 } from "@dark-knowledge/core/arrow";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as runtime from "onnxruntime-web";
import { expect, test } from "vitest";
import { compareOnnx } from "../src/compare-onnx.ts";
import { exportOnnx } from "../src/export-onnx.ts";
import { randomise } from "./fixtures/randomise.ts";

const random = createRandom(31);

test("exportOnnx writes float16 weights with which a runtime computes as with the nearest float32 numbers", async () => {
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", inputShape: [8, 8, 2], activation: "relu" }),
      layers.batchNormalization(),
      layers.reshape({ targetShape: [8, 128] }),
      layers.gru({ units: 32, recurrentActivation: "sigmoid", recurrentInitializer: "zeros" }),
      layers.dense({ units: 3 }),
    ],
  });
  randomise(model, random);
  const [whole, half] = [await exportOnnx(model), await exportOnnx(model, { weights: "float16" })];
  expect(whole.length - half.length).toBeGreaterThan(1.5 * model.countParams());
  const examples = tf.randomNormal([40, 8, 8, 2], 0, 1, "float32", 3);
  expect((await compareOnnx(model, half, examples, { runtime })).relativeDifference).toBeGreaterThan(1e-5);

  for (const weight of model.weights) {
    const bits = Int32Array.from(await weight.read().data(), (value) => float16Bits(toFloat16(value)));
    weight.write(tf.tensor(new Float32Array(bits.buffer), weight.shape as number[]));
  }
  expect((await compareOnnx(model, half, examples, { runtime })).relativeDifference).toBeLessThan(1e-5);
  model.dispose();
});

test("exportOnnx says which weights float16 cannot hold", async () => {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], name: "big" })] });
  model.setWeights([tf.tensor2d([[-1e6]]), tf.tensor1d([0])]);
  await expect(exportOnnx(model, { weights: "float16" })).rejects.toThrow(
    "exportOnnx: model must have weights within ±65,504 for float16, got big/kernel",
  );
  model.dispose();
});
