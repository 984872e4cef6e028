import { quantiseActivations, quantiseWeights } from "@dark-knowledge/compression";
import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import * as runtime from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { compareOnnx } from "../src/compare-onnx.ts";
import { exportOnnx } from "../src/export-onnx.ts";
import { randomise } from "./fixtures/randomise.ts";

const { layers, sequential } = tfl;
const random = createRandom(21);

/** A Sequential with random weights, its weights and activations quantised by random examples. */
async function quantised(shape: readonly number[], parts: readonly tfl.layers.Layer[]) {
  const model = sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...parts] });
  randomise(model, random);
  const size = 256 * shape.reduce((product, one) => product * one, 1);
  const examples = tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    [256, ...shape],
  );
  const small = await quantiseWeights(model, { bits: 8 });
  return { model, examples, small, int8: await quantiseActivations(small, examples) };
}

describe("exportOnnx of quantised models", () => {
  test("writes dense layers that onnxruntime computes with integers as TensorFlow.js simulates them", async () => {
    const { model, examples, int8 } = await quantised(
      [30],
      [
        layers.dense({ units: 40, activation: "relu" }),
        layers.dense({ units: 20, activation: "tanh" }),
        layers.dense({ units: 5, useBias: false }),
      ],
    );
    const bytes = await exportOnnx(int8);
    // Two thirds of the weights' bytes, less the steps and the names of more operations.
    expect(bytes.length).toBeLessThan((await exportOnnx(model)).length);
    const { agreeing, relativeDifference } = await compareOnnx(int8, bytes, examples, { runtime });
    expect(agreeing).toBeGreaterThanOrEqual(255);
    expect(relativeDifference).toBeLessThan(0.02);
  });

  test("writes convolutions", async () => {
    const { examples, int8 } = await quantised(
      [8, 8, 3],
      [
        layers.conv2d({ filters: 6, kernelSize: 3, padding: "same", activation: "relu" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.depthwiseConv2d({ kernelSize: 3, padding: "same" }),
        layers.conv2d({ filters: 4, kernelSize: 2, strides: 2, activation: "relu", useBias: false }),
        layers.flatten(),
        layers.dense({ units: 5 }),
      ],
    );
    const { agreeing, relativeDifference } = await compareOnnx(int8, await exportOnnx(int8), examples, { runtime });
    expect(agreeing).toBeGreaterThanOrEqual(255);
    expect(relativeDifference).toBeLessThan(0.02);
  });

  test("writes weights of a grid exactly, also without quantised activations, and refuses others", async () => {
    const { model, examples, small } = await quantised([6], [layers.dense({ units: 4, activation: "relu" })]);
    const bytes = await exportOnnx(small, { weights: "int8" });
    const { relativeDifference } = await compareOnnx(small, bytes, examples, { runtime });
    expect(relativeDifference).toBeLessThan(1e-6);
    await expect(exportOnnx(model, { weights: "int8" })).rejects.toThrow(
      /^exportOnnx: model must have weights that are quantised to 8 bits or fewer \(see quantiseWeights\), got .+\/kernel$/,
    );
  });
});
