import { batches, type Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** All examples as one tensor, in the shape of a model's input; the caller disposes of it. */
export function examplesTensor(model: LayersModel, dataset: Dataset): tf.Tensor {
  const [batch] = [...batches(dataset, { batchSize: dataset.rows.length, order: "stored" })];
  const [input] = Object.values(batch!.inputs);
  const shape = model.inputs[0]!.shape.slice(1).map((size) => size ?? -1);
  return tf.tidy(() => tf.reshape(tf.tensor(input!.values, [...input!.shape]), [dataset.rows.length, ...shape]));
}
