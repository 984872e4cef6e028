import {
  ArgumentError,
  assertFields,
  assertOneOf,
  assertOptions,
  formatValue,
  nearestName,
} from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./internal/assert-model.ts";
import { buildModel, weightKey } from "./internal/copy-model.ts";
import { type Graph, graphOf, type InboundJson } from "./internal/graph-of.ts";
import { layerSettings } from "./internal/layer-settings.ts";
import { readValues } from "./internal/read-values.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link shareLayers}. */
export interface ShareLayersOptions {
  /** The layers that become one, by their names: of a kind, with the same settings and shapes of weights. */
  readonly layers: readonly (readonly string[])[];
  /** The weights to start with: the `"mean"` of all layers, the nearest that can be shared, or those of the `"first"` layer. Default: `"mean"`. */
  readonly weights?: "first" | "mean";
}

/**
 * Lets layers share one set of weights, as all blocks of ALBERT do: the first layer of each group takes the place of the others, and the model uses it several times.
 *
 * The result has so many fewer weights, in training, in every file and in every runtime; it computes no faster. Gradients of all uses add up by themselves, so no plan is needed: train the
 * result like any other student. {@link equalLayers} finds the groups of a chain. The result is a graph also where the model was a Sequential, so use what takes only a Sequential, such as `factorise`, before it.
 *
 * @param model not changed
 * @returns a model that uses layers several times, which the caller owns
 * @throws ArgumentError when an option is unknown, a group has fewer than two layers, there is no such layer, a layer is in two groups, layers of a group differ in more than
 *   names and initializers, or a weight is not finite
 * @see Lan et al. (2020), *ALBERT: A Lite BERT*, section 3.1, "Cross-layer parameter sharing"
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { shareLayers } from "@dark-knowledge/compression";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [100, 100, 100], classCount: 10, seed: 1 });
 * const [, second, third] = net.layers.filter((layer) => layer.getClassName() === "Dense").map(({ name }) => name);
 * const shared = await shareLayers(net, { layers: [[second!, third!]] });
 * [net.countParams(), shared.countParams()]; // => [99710, 89610]
 * ```
 */
export async function shareLayers(model: LayersModel, options: ShareLayersOptions): Promise<LayersModel> {
  assertOptions<ShareLayersOptions>(NAME, options, { layers: true, weights: true });
  const { weights = "mean" } = options;
  assertOneOf(NAME, "weights", weights, ["first", "mean"]);
  assertModel(NAME, model);
  const groups = groupsOf(model, options.layers);
  const graph = graphOf(model);
  assertAlike(graph, groups);
  const values = new Map<string, Float32Array>();
  for (const [first, ...others] of weights === "mean" ? groups : []) {
    for (const place of first!.weights.keys()) {
      const all = await readValues(
        NAME,
        [first!, ...others].map((layer) => layer.weights[place]!.read()),
      );
      const mean = all[0]!.map((_, at) => all.reduce((sum, own) => sum + own[at]!, 0) / all.length);
      values.set(weightKey(first!.name, place), mean);
    }
  }
  return built(sharedGraph(graph, groups), model, values);
}

const NAME = "shareLayers";

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}

/** The layers of each group, in the order of the model: what is used first is made first when a file is read. */
function groupsOf(model: LayersModel, names: unknown): Layer[][] {
  assertFields(NAME, { layers: names }, { layers: "list" });
  const layers = model.layers.filter(({ weights }) => weights.length > 0);
  const known = layers.map(({ name }) => name);
  const taken = new Set<string>();
  const groups = (names as readonly unknown[]).map((group, at) => {
    const argument = `layers.${at}`;
    assertFields(NAME, { [argument]: group }, { [argument]: "texts" });
    for (const name of group as readonly string[]) {
      if (!known.includes(name)) {
        const nearest = nearestName(name, known);
        const advice = nearest === undefined ? known.join(", ") : `did you mean ${JSON.stringify(nearest)}?`;
        throw wrong(argument, `must name layers with weights (${advice})`, JSON.stringify(name));
      }
      if (taken.has(name)) throw wrong(argument, "must name each layer once", `${JSON.stringify(name)} twice`);
      taken.add(name);
    }
    const { length } = group as readonly string[];
    if (length < 2) throw wrong(argument, "must name at least two layers", formatValue(group));
    return layers.filter(({ name }) => (group as readonly string[]).includes(name));
  });
  if (groups.length === 0) throw wrong("layers", "must have a group of layers", "none");
  return groups;
}

/** Throws unless the layers of each group have the same settings, but for names and initializers. */
function assertAlike(graph: Graph, groups: readonly (readonly Layer[])[]): void {
  for (const [at, [first, ...others]] of groups.entries()) {
    const expected = layerSettings(graph, first!);
    const differs = others.find((layer) => layerSettings(graph, layer) !== expected);
    if (differs === undefined) continue;
    const shown = [first!, differs].map((layer) => `${layer.name}: ${layerSettings(graph, layer)}`).join("; ");
    throw wrong(`layers.${at}`, "must name layers with the same settings and shapes", shown);
  }
}

/** The graph in which the first layer of each group has all uses of the group. */
function sharedGraph(graph: Graph, groups: readonly (readonly Layer[])[]): Graph {
  const byName = new Map(graph.config.layers.map((layer) => [layer.name, layer]));
  /** The layer in the place of another one, and how many uses it has before those of that one. */
  const places = new Map<string, { readonly name: string; readonly uses: number }>();
  for (const group of groups) {
    let uses = 0;
    for (const { name } of group) {
      places.set(name, { name: group[0]!.name, uses });
      uses += byName.get(name)!.inbound_nodes.length;
    }
  }
  const moved = ([name, use, ...others]: InboundJson): InboundJson => {
    const place = places.get(name);
    return place === undefined ? [name, use, ...others] : [place.name, place.uses + use, ...others];
  };
  const layers = graph.config.layers.flatMap((layer) => {
    if ((places.get(layer.name)?.name ?? layer.name) !== layer.name) return [];
    const group = groups.find(([first]) => first!.name === layer.name) ?? [layer];
    const nodes = group.flatMap(({ name }) => byName.get(name)!.inbound_nodes);
    return [{ ...layer, inbound_nodes: nodes.map((node) => node.map(moved)) }];
  });
  const { input_layers, output_layers } = graph.config;
  const ends = { input_layers: input_layers.map(moved), output_layers: output_layers.map(moved) };
  return { ...graph, config: { ...graph.config, layers, ...ends } };
}

/** Builds the model, and throws where TensorFlow.js would connect the uses of a layer in another order, now or when the model is read from a file. */
async function built(
  graph: Graph,
  model: LayersModel,
  values: ReadonlyMap<string, Float32Array>,
): Promise<LayersModel> {
  const shared = await buildModel(graph, model, values);
  const read = await buildModel(graphOf(shared), shared, new Map());
  const [wanted, first, second] = [graph, graphOf(shared), graphOf(read)].map(usesOf) as [string[], string[], string[]];
  read.dispose();
  const differs = wanted.find((use) => !first.includes(use)) ?? first.find((use, at) => use !== second[at]);
  if (differs === undefined) return shared;
  shared.dispose();
  throw wrong("layers", "must name layers whose uses TensorFlow.js restores in their order", `others for ${differs}`);
}

/** The layers with all their uses, in the order of a file. */
function usesOf({ config }: Graph): string[] {
  return config.layers.map(({ name, inbound_nodes }) => JSON.stringify([name, inbound_nodes]));
}
