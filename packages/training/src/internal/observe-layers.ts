import { ArgumentError, formatValue, nearestName } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Layer } from "./layers-of.ts";

/** Called with the output of a layer in every pass of its model. */
export type LayerObservers = Map<Layer, (output: tf.Tensor) => void>;

/** The outputs of some layers of a model. */
export interface ObservedLayers {
  /** The output of a layer in the last pass, on the tape if that was; the caller owns it. */
  take(layer: Layer): tf.Tensor;
  /** Frees what was not taken. */
  dispose(): void;
}

/** Keeps the outputs of layers from pass to pass. */
export function observeLayers(observers: LayerObservers, layers: readonly Layer[]): ObservedLayers {
  const kept = new Map<Layer, tf.Tensor>();
  for (const layer of layers) {
    observers.set(layer, (output) => {
      kept.get(layer)?.dispose();
      // tfjs-layers disposes of its own when the pass is over.
      kept.set(layer, tf.keep(tf.clone(output)));
    });
  }
  return {
    take(layer) {
      const output = kept.get(layer)!;
      return tf.clone(output);
    },
    dispose() {
      for (const layer of layers) observers.delete(layer);
      tf.dispose([...kept.values()]);
    },
  };
}

/** The layer of a model with a name, which an error calls by its place among the arguments. */
export function layerNamed(functionName: string, argument: string, model: LayersModel, name: string): Layer {
  const found = model.layers.find((layer) => layer.name === name);
  if (found !== undefined) return found;
  const names = model.layers.map((layer) => layer.name);
  const nearest = typeof name === "string" ? nearestName(name, names) : undefined;
  const advice = nearest === undefined ? `such as ${names.at(-2) ?? names[0]}` : `did you mean ${nearest}?`;
  throw new ArgumentError({
    ...{ functionName, argument, expected: `must be the name of a layer (${advice})`, received: formatValue(name) },
    code: "range",
  });
}
