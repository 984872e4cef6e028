import { ArgumentError } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./assert-model.ts";

/** A trained weight of two axes or more: what a layer multiplies by, or looks up in. */
export interface Kernel {
  /** The name of the layer. */
  readonly layer: string;
  /** The place of the weight in `model.weights`. */
  readonly index: number;
  readonly variable: tf.Variable;
}

/** Lists the kernels of a model, which has at least one. */
export function kernelsOf(functionName: string, model: LayersModel): Kernel[] {
  assertModel(functionName, model);
  const weights = [...model.weights];
  const kernels = model.layers.flatMap((layer) =>
    layer.trainableWeights
      .filter(({ shape }) => shape.length >= 2)
      .map((weight) => ({ layer: layer.name, index: weights.indexOf(weight), variable: weight.read() as tf.Variable })),
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
