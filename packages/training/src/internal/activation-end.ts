import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Layer } from "./layers-of.ts";

/** Layers that leave a row of probabilities one. */
const SHAPES_ONLY: ReadonlySet<string> = new Set([
  "Flatten",
  "Reshape",
  "Permute",
  "Dropout",
  "ActivityRegularization",
]);

/** The parts of a layer's connections that are used here; tfjs's own types keep them to themselves. */
interface Connected {
  readonly inboundNodes: readonly { readonly inboundLayers: readonly Layer[] }[];
  /** Of a wrapper that applies it at each position. */
  readonly layer?: Layer;
}

/**
 * The layer that makes probabilities at the end of a model, wherever it stands: the last one, in front of layers that only change
 * shapes, or inside of a nested model.
 */
export function activationEnd(model: LayersModel, activation: "softmax" | "sigmoid"): Layer | undefined {
  let layer: Layer | undefined = sourceOf(model);
  while (layer !== undefined) {
    if ("layers" in layer) return activationEnd(layer as unknown as LayersModel, activation);
    const name = layer.getClassName();
    const { inboundNodes, layer: wrapped } = layer as unknown as Connected;
    if (name === "TimeDistributed" && wrapped !== undefined) layer = wrapped;
    if (isActivation(layer, activation)) return layer;
    if (!SHAPES_ONLY.has(name)) return undefined;
    layer = inboundNodes[0]?.inboundLayers[0];
  }
  return undefined;
}

function sourceOf({ outputs }: LayersModel): Layer | undefined {
  return (outputs[0] as SymbolicTensor | undefined)?.sourceLayer as Layer | undefined;
}

function isActivation(layer: Layer, wanted: string): boolean {
  const { activation } = layer.getConfig() as { activation?: unknown };
  return activation === wanted || (wanted === "softmax" && layer.getClassName() === "Softmax");
}
