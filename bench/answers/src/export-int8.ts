import { quantiseActivations, quantiseWeights } from "@dark-knowledge/compression";
import { exportOnnx } from "@dark-knowledge/export";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The model as an ONNX file with int8 weights and activations, by the ranges that these have on some examples of a shape. */
export async function exportInt8(
  model: LayersModel,
  examples: Float32Array,
  shape: readonly number[],
): Promise<Uint8Array> {
  const inputs = tf.tensor(examples, [...shape]);
  const weights = await quantiseWeights(model, { bits: 8 });
  const quantised = await quantiseActivations(weights, inputs);
  const bytes = await exportOnnx(quantised);
  for (const one of [inputs, weights, quantised]) one.dispose();
  return bytes;
}
