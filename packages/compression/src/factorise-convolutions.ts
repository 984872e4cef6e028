import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOptions,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./internal/assert-layer-names.ts";
import { assertModel } from "./internal/assert-model.ts";
import {
  choiceByEnergy,
  choicesByBudget,
  type TuckerRanks,
  tuckerChoices,
  tuckerCost,
} from "./internal/choose-tucker-ranks.ts";
import { copyModel, type LayerJson, weightKey } from "./internal/copy-model.ts";
import { freeName } from "./internal/free-name.ts";
import { readValues } from "./internal/read-values.ts";
import { energyByRanks, type KernelSizes, tuckerFactors } from "./internal/tucker.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link factoriseConvolutions}: one of `ranks`, `energy` and `budget`. */
export interface FactoriseConvolutionsOptions {
  /**
   * The channels and filters of the cores: as many of both in each layer that gets smaller by it, or `[channels, filters]` of some layers, by their names, at most the layer's own.
   */
  readonly ranks?: number | Readonly<Record<string, TuckerRanks>>;
  /** Keeps this share of each kernel's energy, the sum of the squares, with the fewest parameters; above 0, at most 1. */
  readonly energy?: number;
  /** The most numbers that the kernels may have together; they are spent where they keep most energy. */
  readonly budget?: number;
  /** How often both matrices are improved in turn. Default: 3. */
  readonly sweeps?: number;
}

/**
 * Factorises two-dimensional convolutions with windows of more than one place by the Tucker-2 decomposition: a kernel `h × w × c × f` becomes a 1 × 1 convolution of c channels into fewer, `<name>_reduce`, a
 * core with the window of the layer, `<name>_core`, and a 1 × 1 convolution into f filters, `<name>`, with its bias and activation. A number follows a name that another layer has already. All three are cheaper to compute, too.
 *
 * Minimises `‖K − G ×₁ A ×₂ B‖_F` for these ranks, first by the leading directions of both modes (HOSVD), then by sweeps of HOOI, after each of which the error is no larger. Where a core has all channels or
 * filters, there is no 1 × 1 convolution on that side.
 *
 * Layers that would not get smaller stay whole, unless their ranks are given by name. `factorise` splits a convolution in two instead, and takes dense layers, embeddings and 1 × 1 convolutions. No plan is needed
 * afterwards: train the result like any other student.
 *
 * @param model not changed
 * @returns a model with the factors, which the caller owns
 * @throws ArgumentError when not exactly one of the three options is given, one is out of range, the model has no such convolutions or one with its channels first, or a weight is not finite
 * @see Kim, Park, Yoo, Choi, Yang and Shin (2016), *Compression of Deep Convolutional Neural Networks for Fast and Low Power Mobile Applications*, section 3.1; De Lathauwer, De Moor and
 *   Vandewalle (2000), *On the Best Rank-1 and Rank-(R1, R2, …, RN) Approximation of Higher-Order Tensors*, for HOOI
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { factoriseConvolutions } from "@dark-knowledge/compression";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const model = sequential({ layers: [layers.conv2d({ filters: 32, kernelSize: 3, inputShape: [8, 8, 16] })] });
 * const smaller = await factoriseConvolutions(model, { ranks: 8 });
 * smaller.weights.map(({ shape }) => shape.join(" × ")); // => ["1 × 1 × 16 × 8", "3 × 3 × 8 × 8", "1 × 1 × 8 × 32", "32"]
 * [model.countParams(), smaller.countParams()]; // => [4640, 992]
 * ```
 */
export async function factoriseConvolutions(
  model: LayersModel,
  options: FactoriseConvolutionsOptions,
): Promise<LayersModel> {
  assertOptions<FactoriseConvolutionsOptions>(NAME, options, OPTIONS);
  assertModel(NAME, model);
  const layers = convolutionsOf(model);
  assertChoice(layers, options);
  const { sweeps = 3 } = options;
  const kernels = await readValues(
    NAME,
    layers.map(({ weights }) => weights[0]!.read()),
  );
  const ranks = ranksOf(layers, kernels, options);
  const values = new Map<string, Float32Array>();
  const taken = new Set(model.layers.map(({ name }) => name));
  /** The factors in place of each layer. */
  const split = new Map<string, Split>();
  for (const [at, layer] of layers.entries()) {
    const own = ranks[at];
    if (own === undefined) continue;
    const sizes = sizesOf(layer);
    const { inputs, core, outputs } = tuckerFactors(kernels[at]!, sizes, own, sweeps);
    const names = {
      inputs: freeName(`${layer.name}_reduce`, taken),
      core: outputs === undefined ? layer.name : freeName(`${layer.name}_core`, taken),
    };
    split.set(layer.name, { sizes, ranks: own, names });
    if (inputs !== undefined) values.set(weightKey(names.inputs, 0), Float32Array.from(inputs));
    values.set(weightKey(names.core, 0), Float32Array.from(core));
    if (outputs !== undefined) values.set(weightKey(layer.name, 0), Float32Array.from(outputs));
  }
  return copyModel(model, values, (layer) => {
    const found = split.get(layer.config.name as string);
    return found === undefined ? [layer] : connected(layer, parts(layer, found));
  });
}

const NAME = "factoriseConvolutions";

const OPTIONS: OptionNames<FactoriseConvolutionsOptions> = { ranks: true, energy: true, budget: true, sweeps: true };

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}

function convolutionsOf(model: LayersModel): Layer[] {
  const layers = model.layers.filter((layer) => layer.getClassName() === "Conv2D" && sizesOf(layer)[0] > 1);
  if (layers.length === 0) throw wrong("model", "must have convolutions with windows of more than one place", "none");
  const turned = layers.find((layer) => layer.getConfig().dataFormat === "channelsFirst");
  if (turned !== undefined) throw wrong("model", "must have its channels last", `channelsFirst (layer ${turned.name})`);
  return layers;
}

function sizesOf({ weights }: Layer): KernelSizes {
  const [height, width, inputs, outputs] = weights[0]!.shape as [number, number, number, number];
  return [height * width, inputs, outputs];
}

function assertChoice(layers: readonly Layer[], options: FactoriseConvolutionsOptions): void {
  const { ranks, energy, budget, sweeps } = options;
  const given = Object.entries({ ranks, energy, budget }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (given.length !== 1) {
    throw wrong(
      "options",
      "must have one of ranks, energy and budget",
      given.length === 0 ? "none" : given.join(" and "),
    );
  }
  if (energy !== undefined) assertNumber(NAME, "energy", energy, { above: 0, max: 1 });
  if (budget !== undefined) assertInteger(NAME, "budget", budget, { min: 1 });
  if (sweeps !== undefined) assertInteger(NAME, "sweeps", sweeps, { min: 0 });
  const full = new Map(layers.map((layer) => [layer.name, sizesOf(layer).slice(1)]));
  if (typeof ranks === "object") {
    const known = { names: [...full.keys()], what: "convolutions with windows of more than one place" };
    assertLayerNames(NAME, "ranks", ranks, known, (place, pair, layer) => {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw wrong(place, "must be a pair of channels and filters", formatValue(pair));
      }
      for (const at of [0, 1]) assertInteger(NAME, `${place}.${at}`, pair[at], { min: 1, max: full.get(layer)![at]! });
    });
  } else if (ranks !== undefined) {
    assertInteger(NAME, "ranks", ranks, { min: 1, max: Math.max(...[...full.values()].flat()) });
  }
}

/** The ranks of each layer; undefined where it stays whole. */
function ranksOf(
  layers: readonly Layer[],
  kernels: readonly Float32Array[],
  { ranks, energy, budget }: FactoriseConvolutionsOptions,
): (TuckerRanks | undefined)[] {
  if (typeof ranks === "object") return layers.map(({ name }) => ranks[name]);
  const saving = (wanted: TuckerRanks, sizes: KernelSizes) =>
    tuckerCost(sizes, wanted) < tuckerCost(sizes, [sizes[1], sizes[2]]) ? wanted : undefined;
  if (ranks !== undefined) {
    return layers.map((layer) => {
      const sizes = sizesOf(layer);
      return saving([Math.min(ranks, sizes[1]), Math.min(ranks, sizes[2])], sizes);
    });
  }
  const choices = layers.map((layer, at) => tuckerChoices(sizesOf(layer), energyByRanks(kernels[at]!, sizesOf(layer))));
  const chosen =
    budget === undefined ? choices.map((own) => choiceByEnergy(own, energy!)) : choicesByBudget(NAME, choices, budget);
  return chosen.map((one, at) => saving(one.ranks, sizesOf(layers[at]!)));
}

/** A layer that is factorised: the ranks of its core, and the names of the layers before its last one. */
interface Split {
  readonly sizes: KernelSizes;
  readonly ranks: TuckerRanks;
  readonly names: { readonly inputs: string; readonly core: string };
}

/** The layers in place of one; the last has its name, bias and activation. */
function parts({ class_name, config }: LayerJson, { sizes, ranks: [rankIn, rankOut], names }: Split): LayerJson[] {
  const { name, filters, use_bias, activation } = config;
  const hasInputs = rankIn < sizes[1];
  const hasOutputs = rankOut < sizes[2];
  const plain = { use_bias: false, activation: "linear" };
  const one = { kernel_size: [1, 1], strides: [1, 1], dilation_rate: [1, 1], padding: "valid" };
  const configs = [
    ...(hasInputs ? [{ ...config, ...plain, ...one, name: names.inputs, filters: rankIn }] : []),
    { ...config, ...(hasOutputs ? plain : {}), name: names.core, filters: rankOut },
    ...(hasOutputs ? [{ ...config, ...one, name, filters, use_bias, activation }] : []),
  ];
  return configs.map((own, at) => {
    const { batch_input_shape, dtype, ...others } = own as Record<string, unknown>;
    const first = batch_input_shape === undefined ? {} : { batch_input_shape, dtype };
    return { class_name, config: at === 0 ? { ...others, ...first } : others };
  });
}

/** The same layers in a graph, each of which gets what the one before it gives, as often as the layer was used. */
function connected({ inbound_nodes }: LayerJson, layers: readonly LayerJson[]): readonly LayerJson[] {
  // A Sequential has its layers in order.
  if (inbound_nodes === undefined) return layers;
  return layers.map((layer, at) => {
    const before = layers[at - 1]?.config.name;
    const nodes = before === undefined ? inbound_nodes : inbound_nodes.map((_, use) => [[before, use, 0, {}]]);
    return { ...layer, name: layer.config.name as string, inbound_nodes: nodes };
  });
}
