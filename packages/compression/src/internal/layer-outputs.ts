import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertExamples } from "./assert-examples.ts";

type Layer = LayersModel["layers"][number];

/** The outputs of a dense layer or an embedding before bias and activation. */
export interface LayerOutputs {
  /** Row-major, a row for each example or position; of a layer with a bias, less their means. */
  readonly values: Float32Array;
  /** The means of the layer's inputs, if it has a bias. */
  readonly inputMeans?: Float32Array;
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
  const kernel = layer.weights[0]!.read() as tf.Tensor2D;
  if (layer.getClassName() === "Embedding") {
    const rows = tf.tidy(() => tf.gather(kernel, tf.cast(tf.reshape(x, [-1]), "int32")));
    return { values: await read(rows) };
  }
  const [outputs, means] = tf.tidy(() => {
    const inputs = tf.reshape(x, [-1, kernel.shape[0]]);
    if (layer.weights[1] === undefined) return [tf.matMul(inputs, kernel)];
    const inputMeans = tf.mean(inputs, 0);
    return [tf.matMul(tf.sub(inputs, inputMeans), kernel), inputMeans];
  }) as [tf.Tensor, tf.Tensor?];
  return { values: await read(outputs), ...(means === undefined ? {} : { inputMeans: await read(means) }) };
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}
