import { assertFields } from "./assert-fields.ts";

/**
 * Lets a LayersModel of TensorFlow.js that was just built, and shares no layer with another model, dispose of all its layers at once.
 *
 * TensorFlow.js counts every use of a layer, but a model that is disposed of gives back one: the weights of a layer that is used twice would stay. It gives back one more for models that are layers of a graph.
 *
 * @param model with its layers, those of models within it included; their counts are set
 * @returns the same model
 * @throws ArgumentError when the model has no list of layers
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { ownLayers } from "@dark-knowledge/core";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { input, layers, model } from "@tensorflow/tfjs-layers";
 *
 * const before = tf.memory().numTensors;
 * const [inputs, dense] = [input({ shape: [3] }), layers.dense({ units: 3 })];
 * const outputs = dense.apply(dense.apply(inputs));
 * ownLayers(model({ inputs, outputs: outputs as typeof inputs })).dispose();
 * tf.memory().numTensors - before; // => 0
 * ```
 */
export function ownLayers<Model extends object>(model: Model): Model {
  assertFields("ownLayers", model, { layers: "objects" }, { argument: "model", prefix: "model." });
  const { layers, internalContainerRefs: counted = [] } = model as unknown as Container;
  for (const layer of layers) {
    const isModel = Array.isArray((layer as Partial<Container>).layers);
    layer._refCount = isModel && counted.includes(layer) ? 2 : 1;
    if (isModel) ownLayers(layer);
  }
  return model;
}

interface Layer {
  _refCount: number;
}

interface Container {
  readonly layers: readonly Layer[];
  /** The layers that are models, of a graph. */
  readonly internalContainerRefs?: readonly Layer[];
}
