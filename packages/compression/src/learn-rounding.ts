import { type AbortSignalLike, ArgumentError, assertFields, assertInteger, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { assertExamples } from "./internal/assert-examples.ts";
import { assertModel } from "./internal/assert-model.ts";
import { gridsOf } from "./internal/grids-of.ts";
import { layerProduct } from "./internal/layer-product.ts";
import { learnCodes } from "./internal/learn-codes.ts";
import { readValues } from "./internal/read-values.ts";
import { QUANTISE_OPTIONS, type QuantiseWeightsOptions, quantiseWeights } from "./quantise-weights.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link learnRounding}. */
export interface LearnRoundingOptions extends QuantiseWeightsOptions {
  /** Determines the order of the examples. */
  readonly seed: number;
  /** The updates for each layer. Default: 1,000. */
  readonly iterations?: number;
  /** The examples of an update. Default: 64. */
  readonly batchSize?: number;
  /** Looked at before each update: once it is aborted, the promise rejects with its reason. */
  readonly signal?: AbortSignalLike | undefined;
}

/**
 * Quantises weights as {@link quantiseWeights} does, but learns for each whether to round it up or down, so that the layers answer some examples as they did before. Nearest rounding
 * makes the error of each weight smallest; this makes that of their sum smallest, which counts at 4 bits and fewer. No labels are needed, and a thousand examples are enough.
 *
 * From the first layer to the last one it minimises `E ‖f(W x + b) − f(Ŵ x̂ + b)‖²`: x are the inputs of the layer, x̂ those that it gets once the layers before it are quantised, f is its
 * activation, but no softmax. `ŵ = s · clip(⌊w / s⌋ + h(v), −q, q)` with a learned v for each weight, `h(v) = clip(1.2 σ(v) − 0.1, 0, 1)`, and a regulariser `1 − |2 h(v) − 1|^β`, with β from 20 down
 * to 2, that ends with h at 0 or 1. A unit whose error on the examples is not smaller than by nearest rounding keeps that one.
 *
 * It learns for dense layers and two-dimensional convolutions (channels last) that the model uses once; other kernels get nearest rounding. Weights that are multiples of the step, such as
 * zeros, stay. Fold batch normalisations into the layers before them first, with {@link foldBatchNorm}. The plan {@link keepQuantised} trains the result with the same options, and `packModel` packs it alike.
 *
 * @param model has one input; not changed
 * @param examples inputs of the model, `[examples, …]`; what layers give for all of them is in memory, one layer at a time
 * @returns a copy with quantised weights, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, the model has no such layers, examples have another shape, or a weight is not finite
 * @see Nagel, Amjad, van Baalen, Louizos and Blankevoort (2020), *Up or Down? Adaptive Rounding for Post-Training Quantization*, equations 21 to 25; each error is divided by that of
 *   nearest rounding, so that one weight of the regulariser suits all layers
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { learnRounding } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const kernel = tf.tensor2d([[3], [0.45], [0.4], [0.35]]);
 * const model = sequential({ layers: [layers.dense({ units: 1, useBias: false, inputShape: [4], weights: [kernel] })] });
 * // The last three inputs are always equal: only the sum of their weights counts, 1.2.
 * const examples = tf.tensor2d([[0, 1, 1, 1], [1, 2, 2, 2], [0, -1, -1, -1]]);
 * const quantised = await learnRounding(model, examples, { bits: 3, seed: 1, iterations: 200 });
 * await quantised.getWeights()[0]!.data(); // => Float32Array.of(3, 1, 0, 0)
 * ```
 */
export async function learnRounding(
  model: LayersModel,
  examples: tf.Tensor,
  options: LearnRoundingOptions,
): Promise<LayersModel> {
  assertOptions<LearnRoundingOptions>(NAME, options, {
    ...QUANTISE_OPTIONS,
    ...{ seed: true, iterations: true, batchSize: true, signal: true },
  });
  const { bits, calibration, seed, iterations = 1000, batchSize = 64, signal } = options;
  assertInteger(NAME, "seed", seed, { min: 0 });
  assertInteger(NAME, "iterations", iterations, { min: 1 });
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  assertFields(NAME, { signal }, { signal: "object?" });
  assertModel(NAME, model);
  const learnable = learnableLayers(model);
  assertExamples(NAME, "examples", model, examples);
  const choice = { bits, ...(calibration === undefined ? {} : { calibration }) };
  const kernels = new Map((await gridsOf(NAME, model, choice)).map((kernel) => [kernel.layer, kernel]));
  const quantised = await quantiseWeights(model, choice);
  try {
    for (const layer of learnable) {
      const found = kernels.get(layer.name);
      if (found === undefined) continue;
      const own = quantised.getLayer(layer.name);
      const [kernel, nearest] = (await readValues(NAME, [found.variable, own.weights[0]!.read()])) as [
        Float32Array,
        Float32Array,
      ];
      const { shape } = found.variable;
      const answer = answerOf(layer);
      const before = inputsOf(model, layer, examples, batchSize);
      const targets = inBatches(before, batchSize, (x) => answer(x, found.variable));
      before.dispose();
      const inputs = inputsOf(quantised, own, examples, batchSize);
      try {
        const problem = { kernel, nearest, shape, grid: found.grid, inputs, targets, answer };
        const learned = await learnCodes(problem, { iterations, batchSize, seed, signal });
        tf.tidy(() => void own.weights[0]!.write(tf.tensor(learned, shape)));
      } finally {
        tf.dispose([inputs, targets]);
      }
    }
    return quantised;
  } catch (error) {
    quantised.dispose();
    throw error;
  }
}

const NAME = "learnRounding";

function learnableLayers(model: LayersModel): Layer[] {
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName: NAME, argument: "model", expected, received, code: "shape" });
  };
  if (model.inputs.length !== 1) fail("must have one input", String(model.inputs.length));
  const found = model.layers.filter((layer) => {
    const isKnown = ["Dense", "Conv2D"].includes(layer.getClassName());
    return isKnown && layer.inboundNodes.length === 1 && layer.getConfig().dataFormat !== "channelsFirst";
  });
  if (found.length === 0) fail("must have dense layers or convolutions that it uses once", "none");
  return found;
}

/** Makes a function that computes the answers of a layer with another kernel: after its activation, unless that mixes units. */
function answerOf(layer: Layer): (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor {
  const { activation = "linear" } = layer.getConfig() as { readonly activation?: "linear" | "softmax" };
  const isMixing = /softmax/i.test(activation);
  const last = layers.activation({ name: `${layer.name}_activation`, activation: isMixing ? "linear" : activation });
  const bias = layer.weights[1]?.read();
  return (x, kernel) => {
    const product = layerProduct(layer, x, kernel);
    return last.apply(bias === undefined ? product : tf.add(product, bias)) as tf.Tensor;
  };
}

/** Computes the inputs of a layer for examples. */
function inputsOf(model: LayersModel, layer: Layer, examples: tf.Tensor, batchSize: number): tf.Tensor {
  const outputs = layer.inboundNodes[0]!.inputTensors[0] as SymbolicTensor;
  // With a name, so that the names of models and layers made later are the same.
  const inner = modelOf({ inputs: model.inputs, outputs, name: `${layer.name}_inputs` });
  return inBatches(examples, batchSize, (x) => inner.apply(x) as tf.Tensor);
}

function inBatches(examples: tf.Tensor, batchSize: number, run: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  const count = examples.shape[0]!;
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, index) => index * batchSize);
  return tf.tidy(() => {
    const parts = starts.map((from) => tf.tidy(() => run(tf.slice(examples, from, Math.min(batchSize, count - from)))));
    return tf.concat(parts);
  });
}
