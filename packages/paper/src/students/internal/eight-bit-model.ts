import { quantiseActivations, quantiseWeights } from "@dark-knowledge/compression";
import type { Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { examplesTensor } from "./examples-tensor.ts";
import { someExamples } from "./some-examples.ts";

/** How many examples decide on the ranges of activations: more change them little. */
const EXAMPLES = 2000;

/** A copy of a model with weights and activations of 8 bits, the latter calibrated on some examples. */
export async function eightBitModel(model: LayersModel, dataset: Dataset): Promise<LayersModel> {
  const small = await quantiseWeights(model, { bits: 8, calibration: "mse" });
  const examples = examplesTensor(model, someExamples(dataset, EXAMPLES));
  try {
    return await quantiseActivations(small, examples, { calibration: "mse" });
  } finally {
    tf.dispose(examples);
    small.dispose();
  }
}
