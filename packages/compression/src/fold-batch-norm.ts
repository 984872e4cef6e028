import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./internal/assert-model.ts";
import { buildModel, copyModel, weightKey } from "./internal/copy-model.ts";
import { type Graph, graphOf, type InboundJson } from "./internal/graph-of.ts";
import { readValues } from "./internal/read-values.ts";

type Layer = LayersModel["layers"][number];

/**
 * Folds each batch normalisation into the dense layer or two-dimensional convolution before it: `w ← w γ / √(σ² + ε)` and `b ← (b − μ) γ / √(σ² + ε) + β` for each unit, with the
 * moving mean μ and variance σ². The model answers as before, with fewer layers.
 *
 * Do so before weights are quantised: runtimes that compute with integers fold them as well, and {@link quantiseWeights} and the plan {@link keepQuantised} then see the weights that those get. Training goes
 * on with the statistics as they are.
 *
 * A normalisation stays where the layer before it has an activation or is used by other layers too, where it is not of the last axis, and where another layer is before it.
 *
 * @param model not changed
 * @returns a copy without the normalisations that were folded, which the caller owns
 * @throws ArgumentError when the model is no LayersModel, or a weight is not finite
 * @see Jacob et al. (2018), *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*, section 3.2
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { foldBatchNorm } from "@dark-knowledge/compression";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const model = sequential();
 * model.add(layers.conv2d({ filters: 8, kernelSize: 3, useBias: false, inputShape: [8, 8, 1] }));
 * model.add(layers.batchNormalization());
 * model.add(layers.reLU());
 * const folded = await foldBatchNorm(model);
 * folded.layers.map((layer) => layer.getClassName()); // => ["Conv2D", "ReLU"]
 * ```
 */
export async function foldBatchNorm(model: LayersModel): Promise<LayersModel> {
  assertModel(NAME, model);
  const graph = graphOf(model);
  const values = new Map<string, Float32Array>();
  /** The layer that takes the place of a normalisation. */
  const places = new Map<string, string>();
  for (const norm of model.layers) {
    const before = foldable(model, graph, norm);
    if (before === undefined) continue;
    const [kernel, bias] = await folded(before, norm);
    values.set(weightKey(before.name, 0), kernel);
    values.set(weightKey(before.name, 1), bias);
    places.set(norm.name, before.name);
  }
  const producers = new Set(places.values());
  const changed = <Json extends Graph["config"]["layers"][number]>(layer: Json): Json[] => {
    if (places.has(layer.name)) return [];
    return [producers.has(layer.name) ? { ...layer, config: { ...layer.config, use_bias: true } } : layer];
  };
  if (model.getClassName() === "Sequential") {
    return copyModel(model, values, (layer) =>
      changed({ ...layer, name: layer.config.name as string, inbound_nodes: [] }),
    );
  }
  const moved = ([name, ...others]: InboundJson): InboundJson => [places.get(name) ?? name, ...others];
  const layers = graph.config.layers.flatMap(changed).map((layer) => {
    return { ...layer, inbound_nodes: layer.inbound_nodes.map((node) => node.map(moved)) };
  });
  const output_layers = graph.config.output_layers.map(moved);
  return buildModel({ ...graph, config: { ...graph.config, layers, output_layers } }, model, values);
}

const NAME = "foldBatchNorm";

/** The layer into which a normalisation can be folded. */
function foldable(model: LayersModel, { config }: Graph, norm: Layer): Layer | undefined {
  if (norm.getClassName() !== "BatchNormalization") return undefined;
  const { inbound_nodes } = config.layers.find(({ name }) => name === norm.name)!;
  const name = inbound_nodes[0]?.[0]?.[0];
  if (inbound_nodes.length !== 1 || name === undefined) return undefined;
  const before = model.layers.find((layer) => layer.name === name);
  if (before === undefined || !["Dense", "Conv2D"].includes(before.getClassName())) return undefined;
  const { axis = -1 } = norm.getConfig() as { readonly axis?: number };
  const { activation, dataFormat } = before.getConfig();
  const isLastAxis = axis === -1 || axis === norm.outputShape.length - 1;
  const uses = [...config.layers.flatMap((layer) => layer.inbound_nodes.flat()), ...config.output_layers];
  const isUsedOnce = uses.filter(([used]) => used === name).length === 1;
  return activation === "linear" && dataFormat !== "channelsFirst" && isLastAxis && isUsedOnce ? before : undefined;
}

/** The kernel and bias of a layer with its normalisation. */
async function folded(before: Layer, norm: Layer): Promise<[Float32Array, Float32Array]> {
  const { scale, center, epsilon } = norm.getConfig() as {
    readonly scale: boolean;
    readonly center: boolean;
    readonly epsilon: number;
  };
  const read = (layer: Layer) =>
    readValues(
      NAME,
      layer.weights.map((weight) => weight.read()),
    );
  const [kernel, bias] = (await read(before)) as [Float32Array, Float32Array?];
  const own = await read(norm);
  const [variance, mean] = [own.at(-1)!, own.at(-2)!];
  const gamma = scale ? own[0] : undefined;
  const beta = center ? own[scale ? 1 : 0] : undefined;
  const factors = Float64Array.from(variance, (value, unit) => (gamma?.[unit] ?? 1) / Math.sqrt(value + epsilon));
  const shifted = mean.map((value, unit) => ((bias?.[unit] ?? 0) - value) * factors[unit]! + (beta?.[unit] ?? 0));
  return [kernel.map((value, at) => value * factors[at % factors.length]!), shifted];
}
