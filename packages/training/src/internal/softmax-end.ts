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
export function softmaxEnd(model: LayersModel): Layer | undefined {
  let layer: Layer | undefined = sourceOf(model);
  while (layer !== undefined) {
    if ("layers" in layer) return softmaxEnd(layer as unknown as LayersModel);
    const name = layer.getClassName();
    const { inboundNodes, layer: wrapped } = layer as unknown as Connected;
    if (name === "TimeDistributed" && wrapped !== undefined) layer = wrapped;
    if (isSoftmax(layer)) return layer;
    if (!SHAPES_ONLY.has(name)) return undefined;
    layer = inboundNodes[0]?.inboundLayers[0];
  }
  return undefined;
}

function sourceOf({ outputs }: LayersModel): Layer | undefined {
  return (outputs[0] as SymbolicTensor | undefined)?.sourceLayer as Layer | undefined;
}

function isSoftmax(layer: Layer): boolean {
  const { activation } = layer.getConfig() as { activation?: unknown };
  return layer.getClassName() === "Softmax" || activation === "softmax";
}
