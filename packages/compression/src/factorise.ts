import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOptions,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./internal/assert-layer-names.ts";
import { assertModel } from "./internal/assert-model.ts";
import { type Candidate, largestSavingRank, rankByEnergy, ranksByBudget } from "./internal/choose-ranks.ts";
import { copyModel, type LayerJson, weightKey } from "./internal/copy-model.ts";
import { type Factors, factorsOf } from "./internal/factors-of.ts";
import { freeName } from "./internal/free-name.ts";
import { layerOutputs } from "./internal/layer-outputs.ts";
import { type Directions, leadingDirections } from "./internal/leading-directions.ts";
import { readValues } from "./internal/read-values.ts";
import { transposed } from "./internal/transposed.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link factorise}: one of `rank`, `energy` and `budget`, and possibly examples. */
export interface FactoriseOptions {
  /**
   * The rank of the factors: of each layer that gets smaller by it, or of each of some layers, by their names, at most the full one.
   */
  readonly rank?: number | Readonly<Record<string, number>>;
  /** Keeps the smallest rank with this share of the energy, the sum of the squares of the singular values; above 0, at most 1. */
  readonly energy?: number;
  /** The most numbers that kernels of dense layers, convolutions and embeddings may have together; they are spent where they keep most energy. */
  readonly budget?: number;
  /**
   * Inputs of the model, `[examples, …]`, without labels; a few thousand are enough. With them the outputs of a layer on these examples are kept, and not its weights.
   */
  readonly examples?: tf.Tensor;
}

/**
 * Factorises dense layers, two-dimensional convolutions and embeddings: replaces a kernel W by the product `A B` of rank k that is nearest to it, as two layers, the first of them
 * `<name>_factor` (`<name>_factor_2` if there is such a layer already), without bias and activation. An embedding V × d becomes one of V × k and a dense layer k × d. A convolution of c channels into f filters, as a matrix `height · width · c` × f,
 * becomes one into k filters and a 1 × 1 convolution of them into f.
 *
 * Without examples it minimises `‖W − A B‖_F`, by a truncated singular value decomposition (Eckart and Young 1936). With examples it minimises
 * `E ‖xᵀ(W − A B)‖²` over the inputs x of the layer: inputs that vary together or not at all cost no rank. A bias takes up the mean of what is lost.
 * Either way `A B = W V Vᵀ`, where V are the leading eigenvectors of `Wᵀ C W`, and C is the identity, or the covariance of the inputs.
 *
 * Layers that would not get smaller stay whole, unless their rank is given by name. No plan is needed afterwards: train the result like any other student.
 *
 * @param model a Sequential; not changed
 * @returns a model with the factors, which the caller owns
 * @throws ArgumentError when not exactly one of the three options is given, one is out of range, the model is no Sequential, has none of these layers or a convolution with its
 *   channels first, examples are of another shape, or a weight is not finite
 * @see Xue, Li and Gong (2013), *Restructuring of Deep Neural Network Acoustic Models with Singular Value Decomposition*; Lan et al. (2020),
 *   *ALBERT*, section 3.1, for embeddings; Zhang, Zou, He and Sun (2016), *Accelerating Very Deep Convolutional Networks*, section 3.1, for convolutions; Chen, Yu, Dhillon and Hsieh (2021), *DRONE*, theorem 1, for examples
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { factorise } from "@dark-knowledge/compression";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [300], classCount: 10, seed: 1 });
 * const smaller = await factorise(net, { rank: 20 });
 * smaller.weights.map(({ shape }) => shape.join(" × ")); // => ["784 × 20", "20 × 300", "300", "300 × 10", "10"]
 * ```
 */
export async function factorise(model: LayersModel, options: FactoriseOptions): Promise<LayersModel> {
  assertOptions<FactoriseOptions>(NAME, options, OPTIONS);
  assertModel(NAME, model);
  const layers = factorisable(model);
  assertChoice(layers, options);
  const outputs =
    options.examples === undefined ? undefined : await layerOutputs(NAME, model, layers, options.examples);
  const parts: Part[] = [];
  for (const layer of layers) {
    const [kernel] = (await readValues(NAME, [layer.weights[0]!.read()])) as [Float32Array];
    const width = layer.weights[0]!.shape.at(-1)!;
    const inputs = kernel.length / width;
    // The shorter side of the kernel has the smaller problem; outputs have one side only.
    const isFlipped = outputs === undefined && inputs < width;
    const rows = outputs?.get(layer)?.values ?? (isFlipped ? transposed(kernel, width) : kernel);
    const directions = leadingDirections(rows, isFlipped ? inputs : width);
    parts.push({
      layer: layer.name,
      kernel,
      inputs,
      outputs: width,
      isFlipped,
      directions,
      energies: directions.energies,
    });
  }
  const ranks = ranksOf(parts, options);
  const values = new Map<string, Float32Array>();
  const taken = new Set(model.layers.map(({ name }) => name));
  /** The factors in place of each layer. */
  const split = new Map<string, { readonly rank: number; readonly name: string }>();
  for (const [index, part] of parts.entries()) {
    const rank = ranks[index];
    if (rank === undefined) continue;
    const name = freeName(`${part.layer}_factor`, taken);
    split.set(part.layer, { rank, name });
    const factors = factorsOfPart(part, rank);
    values.set(weightKey(name, 0), factors.left);
    values.set(weightKey(part.layer, 0), factors.right);
    const means = outputs?.get(layers[index]!)?.means;
    const bias = layers[index]!.weights[1];
    if (means === undefined || bias === undefined) continue;
    const [old] = (await readValues(NAME, [bias.read()])) as [Float32Array];
    values.set(weightKey(part.layer, 1), shiftedBias(old, means, part.directions, rank));
  }
  return copyModel(model, values, (layer) => {
    const found = split.get(layer.config.name as string);
    return found === undefined ? [layer] : inTwo(layer, found.name, found.rank);
  });
}

const NAME = "factorise";

const OPTIONS: OptionNames<FactoriseOptions> = { rank: true, energy: true, budget: true, examples: true };

interface Part extends Candidate {
  readonly kernel: Float32Array;
  /** Whether the directions are of the inputs. */
  readonly isFlipped: boolean;
  readonly directions: Directions;
}

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}

function factorisable(model: LayersModel): Layer[] {
  const layers = model.layers.filter((layer) => ["Dense", "Conv2D", "Embedding"].includes(layer.getClassName()));
  if (model.getClassName() !== "Sequential") throw wrong("model", "must be a Sequential", model.getClassName());
  if (layers.length === 0) throw wrong("model", "must have dense layers, convolutions or embeddings", "none");
  const turned = layers.find((layer) => layer.getConfig().dataFormat === "channelsFirst");
  if (turned !== undefined) throw wrong("model", "must have its channels last", `channelsFirst (layer ${turned.name})`);
  return layers;
}

function assertChoice(layers: readonly Layer[], { rank, energy, budget, examples }: FactoriseOptions): void {
  const given = Object.entries({ rank, energy, budget }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (given.length !== 1) {
    throw wrong(
      "options",
      "must have one of rank, energy and budget",
      given.length === 0 ? "none" : given.join(" and "),
    );
  }
  if (energy !== undefined) assertNumber(NAME, "energy", energy, { above: 0, max: 1 });
  if (budget !== undefined) assertInteger(NAME, "budget", budget, { min: 1 });
  const full = new Map(layers.map(({ name, weights }) => [name, fullRank(weights[0]!.shape as number[])]));
  if (typeof rank === "object") {
    const known = { names: [...full.keys()], what: "dense layers, convolutions or embeddings" };
    assertLayerNames(NAME, "rank", rank, known, (place, value, layer) => {
      assertInteger(NAME, place, value, { min: 1, max: full.get(layer)! });
    });
  } else if (rank !== undefined) assertInteger(NAME, "rank", rank, { min: 1, max: Math.max(...full.values()) });
  if (examples !== undefined && !Array.isArray((examples as Partial<tf.Tensor> | null)?.shape)) {
    throw wrong("examples", "must be a tensor", formatValue(examples));
  }
}

function fullRank(shape: readonly number[]): number {
  const outputs = shape.at(-1)!;
  return Math.min(outputs, shape.reduce((product, size) => product * size, 1) / outputs);
}

/** The rank of each part; undefined where it stays whole. */
function ranksOf(parts: readonly Part[], { rank, energy, budget }: FactoriseOptions): (number | undefined)[] {
  if (budget !== undefined) return ranksByBudget(NAME, parts, budget);
  return parts.map((part) => {
    if (typeof rank === "object") return rank[part.layer];
    const wanted = rank ?? rankByEnergy(part, energy!);
    return wanted <= largestSavingRank(part) ? wanted : undefined;
  });
}

function factorsOfPart({ kernel, inputs, outputs, isFlipped, directions }: Part, rank: number): Factors {
  if (!isFlipped) return factorsOf(kernel, [inputs, outputs], directions, rank);
  const { left, right } = factorsOf(transposed(kernel, outputs), [outputs, inputs], directions, rank);
  return { left: transposed(right, inputs), right: transposed(left, rank) };
}

/** `b + m − m V Vᵀ`, with the means m of the outputs: with it they stay as they are. */
function shiftedBias(bias: Float32Array, means: Float32Array, directions: Directions, rank: number): Float32Array {
  const shifted = Float64Array.from(bias, (value, unit) => value + means[unit]!);
  for (let j = 0; j < rank; j++) {
    const direction = directions.vector(j);
    const share = direction.reduce((sum, value, unit) => sum + value * means[unit]!, 0);
    for (const [unit, value] of direction.entries()) shifted[unit]! -= share * value;
  }
  return Float32Array.from(shifted);
}

/** The two layers in place of one; the first has a new name. */
function inTwo({ class_name, config }: LayerJson, name: string, rank: number): LayerJson[] {
  const { batch_input_shape, dtype, trainable, ...own } = config;
  const place = batch_input_shape === undefined ? {} : { batch_input_shape, dtype };
  const plain = { trainable, use_bias: false, activation: "linear" };
  if (class_name === "Embedding") {
    return [
      { class_name, config: { ...config, name, output_dim: rank } },
      { class_name: "Dense", config: { name: config.name, units: config.output_dim, ...plain } },
    ];
  }
  if (class_name === "Conv2D") {
    const one = { kernel_size: [1, 1], strides: [1, 1], dilation_rate: [1, 1], padding: "valid" };
    return [
      { class_name, config: { ...config, ...plain, name, filters: rank } },
      { class_name, config: { ...own, ...one, trainable } },
    ];
  }
  return [
    { class_name, config: { name, units: rank, ...place, ...plain } },
    { class_name, config: { ...own, trainable } },
  ];
}
