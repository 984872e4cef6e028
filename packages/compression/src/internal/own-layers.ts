import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Lets a model that was just built dispose of all its layers at once: TensorFlow.js counts every use of a layer, but gives back one when a model is disposed of, so that the weights
 * of a layer that is used twice would stay.
 */
export function ownLayers(model: LayersModel): LayersModel {
  for (const layer of model.layers as unknown as { _refCount: number }[]) layer._refCount = 1;
  return model;
}
