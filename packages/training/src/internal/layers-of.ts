import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A layer of a model. */
export type Layer = LayersModel["layers"][number];

/** Where layers keep the layers inside them: models, wrappers, bidirectional ones, recurrent ones, stacks of cells. */
const INSIDE = ["layers", "layer", "forwardLayer", "backwardLayer", "cell", "cells"] as const;

/** All layers of a model, with those inside of other layers. */
export function layersOf(model: LayersModel): Layer[] {
  const found = new Set<Layer>();
  const collect = (container: object) => {
    for (const place of INSIDE) {
      for (const layer of [(container as Partial<Record<string, Layer | Layer[]>>)[place] ?? []].flat()) {
        if (found.has(layer)) continue;
        found.add(layer);
        collect(layer);
      }
    }
  };
  collect(model);
  return [...found];
}
