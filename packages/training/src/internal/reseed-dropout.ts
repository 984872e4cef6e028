import { deriveSeed } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

type Layer = LayersModel["layers"][number];
type SeededLayer = Layer & { seed?: number | undefined };

/**
 * Gives every Dropout layer of a model a seed for the coming pass.
 *
 * tfjs's Dropout layer with a seed of its own draws the same mask at every step, and without one it draws from
 * `Math.random`. A new seed for each step makes the masks both random and repeatable. The seed is not a weight: it
 * changes nothing at inference.
 */
export function reseedDropout(model: LayersModel, seed: number): void {
  dropoutLayers(model.layers).forEach((layer, index) => {
    // A seed of zero means "no seed" to tfjs.
    layer.seed = deriveSeed(seed, index) || 1;
  });
}

/** Remembers the seeds of a model's Dropout layers; the returned function puts them back. */
export function rememberDropoutSeeds(model: LayersModel): () => void {
  const remembered = dropoutLayers(model.layers).map((layer) => ({ layer, seed: layer.seed }));
  return () => {
    for (const { layer, seed } of remembered) layer.seed = seed;
  };
}

function dropoutLayers(layers: readonly Layer[]): SeededLayer[] {
  return layers.flatMap((layer) => {
    if ("layers" in layer) return dropoutLayers(layer.layers as Layer[]);
    return layer.getClassName() === "Dropout" ? [layer as SeededLayer] : [];
  });
}
