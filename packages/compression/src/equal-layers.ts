import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./internal/assert-model.ts";
import { graphOf } from "./internal/graph-of.ts";
import { layerSettings } from "./internal/layer-settings.ts";

/**
 * Finds the layers of a chain that {@link shareLayers} can make one: those with kernels whose settings and shapes of weights are equal, in groups of two or more.
 *
 * Finds none in a model with branches or several outputs: layers of equal shape often have different parts to play there, such as query, key and value of attention. Name the groups
 * of such a model yourself.
 *
 * @param model not changed
 * @returns the names of the layers, a list for each group, in the order of the model
 * @throws ArgumentError when the model is none
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { equalLayers, shareLayers } from "@dark-knowledge/compression";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [20], hiddenUnits: [50, 50, 50], classCount: 10, seed: 1 });
 * const groups = equalLayers(net);
 * groups.map(({ length }) => length); // => [2]
 * const shared = await shareLayers(net, { layers: groups });
 * [net.countParams(), shared.countParams()]; // => [6660, 4110]
 * ```
 */
export function equalLayers(model: LayersModel): readonly (readonly string[])[] {
  assertModel("equalLayers", model);
  const graph = graphOf(model);
  const isChain = graph.config.layers.every(
    ({ inbound_nodes: uses }) => uses.length <= 1 && (uses[0] ?? []).length <= 1,
  );
  if (!isChain || model.outputs.length > 1) return [];
  const groups = new Map<string, string[]>();
  for (const layer of model.layers) {
    if (!layer.weights.some(({ shape }) => shape.length >= 2)) continue;
    const settings = layerSettings(graph, layer);
    groups.set(settings, [...(groups.get(settings) ?? []), layer.name]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
