import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { dropoutSeed } from "./dropout-seed.ts";
import { forwardLayers } from "./forward-layers.ts";
import { fuseLayer } from "./fuse-layer.ts";
import { type Layer, layersOf } from "./layers-of.ts";
import type { LayerObservers } from "./observe-layers.ts";
import { withoutSoftmax } from "./without-softmax.ts";

/** How a model is run. */
interface Pass {
  readonly training: boolean;
  readonly seed: number;
}

/**
 * Runs a LayersModel as tfjs-layers does, but for a few things: batch normalisation and recurrent layers are fused; in training, dropout is drawn from the seed of the pass, and frozen
 * batch normalisation goes by its statistics and leaves them alone; masks that recurrent layers keep are freed; and a softmax at the
 * end, if there is one, is left out.
 *
 * @param observers the layers whose outputs are asked for; what is added later counts from the next pass
 */
export function createModelPass(
  model: LayersModel,
  observers: LayerObservers,
  softmax?: Layer,
): (input: tf.Tensor | tf.Tensor[], pass: Pass) => tf.Tensor {
  const layers = layersOf(model);
  const seeded = layers.filter((layer): layer is SeededLayer => "seed" in layer);
  const frozen = layers.filter((layer) => layer.getClassName() === "BatchNormalization" && isFrozen(layer));
  const trainingPass = forwardLayers(model, observers);

  return (input, { training, seed }) => {
    const undo = layers.flatMap((layer) => fuseLayer(layer) ?? []);
    if (softmax !== undefined) undo.push(withoutSoftmax(softmax));
    try {
      if (training) {
        undo.push(...seeded.map((layer, index) => reseed(layer, dropoutSeed(seed, index))), ...frozen.map(inferOnly));
        // Only a chain of layers has one, which has one input.
        if (trainingPass !== undefined) return trainingPass(input as tf.Tensor, seed);
      }
      undo.push(...[...observers].map(([layer, observe]) => watch(layer, observe)));
      return model.apply(input, { training }) as tf.Tensor;
    } finally {
      for (const restore of undo) restore();
      for (const layer of layers) freeMasks(layer);
    }
  };
}

type SeededLayer = Layer & { seed?: number | undefined };

/** A layer with a seed of its own would drop the same units at every step. The returned function puts the seed back. */
function reseed(layer: SeededLayer, seed: number): () => void {
  const { seed: own } = layer;
  layer.seed = seed;
  return () => {
    layer.seed = own;
  };
}

/** By its flag, or because none of its weights is trained: a frozen model sets the flags of its layers' weights only. */
function isFrozen(layer: Layer): boolean {
  return !layer.trainable || layer.trainableWeights.length === 0;
}

/** Makes a layer compute as in inference; the returned function lets it train again. */
function inferOnly(layer: Layer): () => void {
  const { call } = layer;
  layer.call = (inputs, kwargs) => call.call(layer, inputs, { ...kwargs, training: false });
  return () => {
    delete (layer as Partial<Layer>).call;
  };
}

/** Shows an observer what a layer gives; the returned function ends that. */
function watch(layer: Layer, observe: (output: tf.Tensor) => void): () => void {
  const { call } = layer;
  layer.call = (inputs, kwargs) => {
    const output = call.call(layer, inputs, kwargs);
    observe([output].flat()[0]!);
    return output;
  };
  return () => {
    delete (layer as Partial<Layer>).call;
  };
}

/** The masks of dropout that a recurrent cell keeps until its next pass; what the tape needs of them it has copies of. */
function freeMasks(layer: Layer): void {
  for (const name of ["dropoutMask", "recurrentDropoutMask"] as const) {
    const cell = layer as Layer & Partial<Record<typeof name, tf.Tensor | tf.Tensor[] | null>>;
    if (cell[name] === undefined || cell[name] === null) continue;
    tf.dispose(cell[name]);
    cell[name] = null;
  }
}
