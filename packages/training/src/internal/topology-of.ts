import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A layer of a topology, as JSON. */
interface LayerTopology {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly layers?: readonly LayerTopology[] };
}

/**
 * How a model is built, as JSON that tfjs-layers reads.
 *
 * tfjs's own form of a Sequential lacks the shape of the input where the first layer had been given one before it was added; such a
 * model could be saved and not loaded.
 */
export function topologyOf(model: LayersModel): object {
  return withInputShape(model, model.toJSON(null, false) as unknown as LayerTopology);
}

function withInputShape(model: LayersModel, topology: LayerTopology): LayerTopology {
  const { layers } = topology.config;
  if (layers === undefined) return topology;
  const own = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  // A Sequential may begin with an input layer that only one of the two lists has; the others stand in the same order.
  let next = 0;
  const completed = layers.map((layer, index) => {
    if (layer.class_name === "InputLayer") return layer;
    const inside = own[next++];
    if (inside !== undefined && "layers" in inside) return withInputShape(inside as unknown as LayersModel, layer);
    const isFirst = index === 0 && model.getClassName() === "Sequential";
    if (!isFirst || "batch_input_shape" in layer.config) return layer;
    return { ...layer, config: { ...layer.config, batch_input_shape: model.inputs[0]!.shape } };
  });
  return { ...topology, config: { ...topology.config, layers: completed } };
}
