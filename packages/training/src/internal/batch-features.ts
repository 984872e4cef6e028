import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { soleInput } from "./example-shape.ts";

/** Makes the input tensor of a batch of a dataset with one input: `[batch, …]`, sequences padded to the longest. */
export function batchFeatures(batch: Batch): tf.Tensor {
  const { values, shape } = soleInput("batchFeatures", batch);
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}
