import { ArgumentError } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./assert-model.ts";
import { weightKey } from "./copy-model.ts";

/** A trained weight of two axes or more: what a layer multiplies by, or looks up in. */
export interface Kernel {
  /** The name of the layer. */
  readonly layer: string;
  /** Its key in what `copyModel` is given. */
  readonly key: string;
  readonly variable: tf.Variable;
}

/** Lists the kernels of a model, which has at least one. */
export function kernelsOf(functionName: string, model: LayersModel): Kernel[] {
  assertModel(functionName, model);
  const kernels = model.layers.flatMap((layer) =>
    layer.weights.flatMap((weight, place) =>
      weight.shape.length >= 2 && layer.trainableWeights.includes(weight)
        ? [{ layer: layer.name, key: weightKey(layer.name, place), variable: weight.read() as tf.Variable }]
        : [],
    ),
  );
  if (kernels.length > 0) return kernels;
  throw new ArgumentError({
    functionName,
    argument: "model",
    expected: "must have trainable weights of two axes or more",
    received: "none",
    code: "shape",
  });
}
