import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertExamples } from "./assert-examples.ts";
import { layerProduct } from "./layer-product.ts";

type Layer = LayersModel["layers"][number];

/** The outputs of a dense layer, a convolution or an embedding before bias and activation. */
export interface LayerOutputs {
  /** Row-major, a row for each example or position; of a layer with a bias, less their means. */
  readonly values: Float32Array;
  /** Their means, if the layer has a bias. */
  readonly means?: Float32Array;
}

/** Runs a chain of layers on examples, and keeps what some of them give. */
export async function layerOutputs(
  functionName: string,
  model: LayersModel,
  wanted: readonly Layer[],
  examples: tf.Tensor,
): Promise<Map<Layer, LayerOutputs>> {
  assertExamples(functionName, "examples", model, examples);
  const found = new Map<Layer, LayerOutputs>();
  let x = tf.clone(examples);
  try {
    for (const layer of model.layers) {
      if (wanted.includes(layer)) found.set(layer, await outputsOf(layer, x));
      if (layer.getClassName() === "InputLayer") continue;
      const y = tf.tidy(() => layer.apply(x) as tf.Tensor);
      x.dispose();
      x = y;
    }
  } finally {
    x.dispose();
  }
  return found;
}

async function outputsOf(layer: Layer, x: tf.Tensor): Promise<LayerOutputs> {
  const [values, means] = tf.tidy(() => {
    const outputs = layerProduct(layer, x);
    if (layer.getClassName() === "Embedding" || layer.weights[1] === undefined) return [outputs];
    const mean = tf.mean(outputs, 0);
    return [tf.sub(outputs, mean), mean];
  }) as [tf.Tensor, tf.Tensor?];
  return { values: await read(values), ...(means === undefined ? {} : { means: await read(means) }) };
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}
