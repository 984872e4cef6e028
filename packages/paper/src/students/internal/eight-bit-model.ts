import { quantiseActivations, quantiseWeights } from "@dark-knowledge/compression";
import { batches, type Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { someExamples } from "./some-examples.ts";

/** How many examples decide on the ranges of activations: more change them little. */
const EXAMPLES = 2000;

/** A copy of a model with weights and activations of 8 bits, the latter calibrated on some examples. */
export async function eightBitModel(model: LayersModel, dataset: Dataset): Promise<LayersModel> {
  const some = someExamples(dataset, EXAMPLES);
  const [batch] = [...batches(some, { batchSize: some.rows.length, order: "stored" })];
  const [input] = Object.values(batch!.inputs);
  const shape = model.inputs[0]!.shape.slice(1).map((size) => size ?? -1);
  const small = await quantiseWeights(model, { bits: 8, calibration: "mse" });
  const examples = tf.tidy(() => tf.reshape(tf.tensor(input!.values, [...input!.shape]), [some.rows.length, ...shape]));
  try {
    return await quantiseActivations(small, examples, { calibration: "mse" });
  } finally {
    tf.dispose(examples);
    small.dispose();
  }
}
