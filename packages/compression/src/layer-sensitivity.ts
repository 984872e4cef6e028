import {
  ArgumentError,
  assertArray,
  assertFields,
  assertInteger,
  assertNumber,
  assertOptions,
  formatShape,
} from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertExamples } from "./internal/assert-examples.ts";
import { kernelsOf } from "./internal/kernels-of.ts";
import { pruneWeights } from "./prune-weights.ts";
import { quantiseWeights } from "./quantise-weights.ts";

/** Options of {@link layerSensitivity}: strengths of at least one method. */
export interface LayerSensitivityOptions {
  /** Bits of weights, each from 2 to 8, by the least squared error. */
  readonly bits?: readonly number[];
  /** Shares of the weights to remove, by magnitude. */
  readonly sparsity?: readonly number[];
  /** The class of each example, −1 where it is unknown. With them, errors are counted. */
  readonly labels?: Int32Array;
  /** How many examples are run at a time. Default: 256. */
  readonly batchSize?: number;
}

/** The loss of a model when one layer is compressed. */
export interface LayerSensitivity {
  readonly layer: string;
  /** The numbers of its kernels. */
  readonly weights: number;
  readonly method: "quantise" | "prune";
  /** The bits of a weight, or the share removed. */
  readonly strength: number;
  /** The squared change of the outputs as a share of their variance: `Σ ‖ŷ − y‖² / Σ ‖y − ȳ‖²`; ∞ where outputs that never vary change. */
  readonly change: number;
  /** The share of the rows of outputs in which another one is the largest. */
  readonly disagreement: number;
  /** With labels: how many more examples are wrong. */
  readonly addedErrors?: number;
}

/**
 * Measures how sensitive a model is to the compression of each layer: one layer at a time is quantised or pruned, the others stay, and the answers are compared with the model's own. No
 * labels are needed.
 *
 * Layers that change little take fewer bits or lose more weights: `quantiseWeights` and `pruneWeights` take a strength for each layer.
 *
 * @param model has one input and one output; not changed
 * @param examples inputs of the model, `[examples, …]`
 * @returns layer by layer, in the order of the model, first the bits and then the sparsities
 * @throws ArgumentError when an option is unknown or out of range, neither bits nor a sparsity is given, the model has no kernels, or examples or labels do not fit
 * @see Li et al. (2017), *Pruning Filters for Efficient ConvNets*, section 3.2; Han et al. (2015), *Learning both Weights and Connections*, section 4, figure 6
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layerSensitivity } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const kernel = tf.tensor2d([[2, 0], [0, 1]]);
 * const model = sequential({ layers: [layers.dense({ name: "logits", units: 2, useBias: false, inputShape: [2], weights: [kernel] })] });
 * const examples = tf.tensor2d([[1, 1], [-1, 1], [1, -1], [-1, -1]]);
 * // Of each example's outputs, ±2 and ±1, the second is gone.
 * const [row] = await layerSensitivity(model, examples, { sparsity: [0.75] });
 * [row!.layer, row!.change, row!.disagreement]; // => ["logits", 0.2, 0]
 * ```
 */
export async function layerSensitivity(
  model: LayersModel,
  examples: tf.Tensor,
  options: LayerSensitivityOptions,
): Promise<readonly LayerSensitivity[]> {
  const layers = assertSensitivity(model, examples, options);
  const { bits = [], sparsity = [], labels, batchSize = 256 } = options;
  const answers = (net: LayersModel) => answersOf(net, examples, batchSize);
  const own = await answers(model);
  const figures = async (compressed: Promise<LayersModel>) => {
    const net = await compressed;
    try {
      return compared(own, await answers(net), labels);
    } finally {
      net.dispose();
    }
  };
  const rows: LayerSensitivity[] = [];
  for (const [layer, weights] of layers) {
    for (const strength of bits) {
      const compressed = quantiseWeights(model, { bits: { [layer]: strength }, calibration: "mse" });
      rows.push({ layer, weights, method: "quantise", strength, ...(await figures(compressed)) });
    }
    for (const strength of sparsity) {
      const compressed = pruneWeights(model, { sparsity: { [layer]: strength } });
      rows.push({ layer, weights, method: "prune", strength, ...(await figures(compressed)) });
    }
  }
  return rows;
}

const NAME = "layerSensitivity";

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "shape" });
}

/** Checks the arguments, and counts the numbers of each layer's kernels. */
function assertSensitivity(
  model: LayersModel,
  examples: tf.Tensor,
  options: LayerSensitivityOptions,
): Map<string, number> {
  assertOptions<LayerSensitivityOptions>(NAME, options, { bits: true, sparsity: true, labels: true, batchSize: true });
  assertFields(NAME, options, { bits: "numbers?", sparsity: "numbers?" });
  const { bits = [], sparsity = [], labels, batchSize = 256 } = options;
  for (const [at, one] of bits.entries()) assertInteger(NAME, `bits.${at}`, one, { min: 2, max: 8 });
  for (const [at, one] of sparsity.entries()) assertNumber(NAME, `sparsity.${at}`, one, { min: 0, below: 1 });
  if (bits.length + sparsity.length === 0) throw wrong("options", "must have bits or a sparsity", "none");
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  const layers = new Map<string, number>();
  for (const { layer, variable } of kernelsOf(NAME, model)) layers.set(layer, (layers.get(layer) ?? 0) + variable.size);
  const { inputs, outputs } = model;
  if (inputs.length !== 1 || outputs.length !== 1) {
    throw wrong("model", "must have one input and one output", `${inputs.length} and ${outputs.length}`);
  }
  assertExamples(NAME, "examples", model, examples);
  if (labels === undefined) return layers;
  assertArray(NAME, "labels", labels, "Int32Array");
  const [count, { shape }] = [examples.shape[0]!, outputs[0]!];
  if (shape.length !== 2)
    throw wrong("model", "must give one row of logits for labels", formatShape(shape as number[]));
  if (labels.length !== count)
    throw wrong("labels", `must have ${count} labels, one for each example`, String(labels.length));
  const outside = labels.find((label) => label < -1 || label >= shape[1]!);
  if (outside !== undefined) throw wrong("labels", `must be from -1 to ${shape[1]! - 1}`, String(outside));
  return layers;
}

interface Answers {
  readonly values: Float32Array;
  /** The numbers in a row. */
  readonly width: number;
}

async function answersOf(model: LayersModel, examples: tf.Tensor, batchSize: number): Promise<Answers> {
  const outputs = tf.tidy(() => model.predict(examples, { batchSize }) as tf.Tensor);
  try {
    return { values: Float32Array.from(await outputs.data()), width: outputs.shape.at(-1)! };
  } finally {
    outputs.dispose();
  }
}

function compared(
  { values, width }: Answers,
  { values: others }: Answers,
  labels: Int32Array | undefined,
): Pick<LayerSensitivity, "change" | "disagreement" | "addedErrors"> {
  const rows = values.length / width;
  const means = new Float64Array(width);
  for (const [at, value] of values.entries()) means[at % width]! += value / rows;
  let [changed, variance] = [0, 0];
  for (const [at, value] of values.entries()) {
    changed += (others[at]! - value) ** 2;
    variance += (value - means[at % width]!) ** 2;
  }
  const [largest, otherLargest] = [largestPlaces(values, width), largestPlaces(others, width)];
  const differing = largest.filter((place, row) => place !== otherLargest[row]).length;
  const figures = { change: changed === 0 ? 0 : changed / variance, disagreement: differing / rows };
  if (labels === undefined) return figures;
  const errors = (places: Int32Array) => labels.filter((label, row) => label !== -1 && label !== places[row]).length;
  return { ...figures, addedErrors: errors(otherLargest) - errors(largest) };
}

function largestPlaces(values: Float32Array, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let place = 1; place < width; place++) {
      if (values[row * width + place]! > values[row * width + best]!) best = place;
    }
    return best;
  });
}
