import {
  assertInteger,
  assertNumber,
  assertOneOf,
  assertOptions,
  deriveSeed,
  type OptionNames,
} from "@dark-knowledge/core";
import { initializers, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { assertSizes } from "./internal/assert-sizes.ts";
import { heNormal } from "./internal/he-normal.ts";
import { layerNames } from "./internal/layer-names.ts";

/** Options of {@link createRnn}. */
export interface RnnOptions {
  /** The kind of recurrent layers. */
  readonly cell: "gru" | "lstm";
  /** Units of each recurrent layer, such as `[32]`; at least one layer. */
  readonly recurrentUnits: readonly number[];
  /** Numbers at each position of a sequence; for tokens, the length of the vector of each. */
  readonly featureCount: number;
  /**
   * For sequences of integers, such as words: how many there are, with the 0 of padding. Each has a vector, which is
   * trained. Default: the sequences are of numbers.
   */
  readonly tokenCount?: number;
  /** Units of each dense layer between the last state and the logits. Default: none. */
  readonly hiddenUnits?: readonly number[];
  /** The number of logits, one for each class; or of numbers, one for each output of a regressor. */
  readonly classCount: number;
  /** Integer; determines the initial weights. */
  readonly seed: number;
  /** The share of the last state's and each dense layer's units that a training step drops. Default: 0. */
  readonly dropout?: number;
  /** The name of the model, with which the names of its layers start, as in `createMlp`. Default: `"rnn"`. */
  readonly name?: string;
}

/**
 * Creates a recurrent net that ends in logits: it reads a sequence of any length, and the state after its last position
 * decides.
 *
 * Positions of padding change nothing, and a batch may hold sequences of different lengths: 0 is padding among tokens, and a
 * position where all numbers are 0 is padding among numbers. A sequence of nothing but padding leaves a state of zeros.
 *
 * Gates are sigmoids, states tangents. Recurrent weights start from the uniform distribution up to 1 / √units, those of inputs from
 * Glorot's, dense layers from He's; biases from zero, but for the forget gate's of an LSTM, which start from 1. The model is a plain
 * tfjs LayersModel of stock layers, so it saves to a `model.json` that any tfjs page loads. On the repaired wasm backend each step is
 * one product (a GRU: two) and one pass.
 *
 * @returns a model; the caller disposes of it
 * @throws ArgumentError when a size is not a positive integer, a dropout share is not in [0, 1), or the name cannot be
 *   that of a layer
 * @see Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; Cho et al. (2014), "Learning Phrase Representations using RNN
 * Encoder-Decoder", section 2.3
 *
 * @example
 * ```ts
 * import { createRnn } from "@dark-knowledge/training";
 *
 * const words = { featureCount: 16, tokenCount: 1000 };
 * const student = createRnn({ cell: "gru", recurrentUnits: [32], ...words, classCount: 10, seed: 1 });
 * student.countParams(); // => 21034
 * student.inputs[0].shape; // => [null, null]
 * student.dispose();
 * ```
 */
export function createRnn(options: RnnOptions): LayersModel {
  assertOptions<RnnOptions>("createRnn", options, OPTIONS);
  const { cell, recurrentUnits, featureCount, tokenCount, hiddenUnits = [], classCount, seed } = options;
  const { dropout = 0, name = "rnn" } = options;
  assertOneOf("createRnn", "cell", cell, ["gru", "lstm"]);
  assertSizes("createRnn", "recurrentUnits", recurrentUnits, 1);
  assertSizes("createRnn", "hiddenUnits", hiddenUnits, 0);
  assertInteger("createRnn", "featureCount", featureCount, { min: 1 });
  if (tokenCount !== undefined) assertInteger("createRnn", "tokenCount", tokenCount, { min: 2 });
  assertInteger("createRnn", "classCount", classCount, { min: 1 });
  assertInteger("createRnn", "seed", seed, { min: 0 });
  assertNumber("createRnn", "dropout", dropout, { min: 0, below: 1 });

  const nameOf = layerNames("createRnn", name);
  const model = sequential({ name });
  addPositions(model, options, nameOf);
  let inputs = featureCount;
  recurrentUnits.forEach((units, index) => {
    const config = {
      units,
      // A seed of zero means "no seed" to tfjs.
      kernelInitializer: initializers.glorotUniform({ seed: deriveSeed(seed, "recurrent input kernel", index) || 1 }),
      recurrentInitializer: uniform(1 / Math.sqrt(units), deriveSeed(seed, "recurrent kernel", index) || 1),
      recurrentActivation: "sigmoid",
      returnSequences: index < recurrentUnits.length - 1,
    } as const;
    model.add(layers[cell]({ name: nameOf(cell), ...config }));
    inputs = units;
  });
  const addDropout = () => {
    if (dropout > 0) model.add(layers.dropout({ name: nameOf("dropout"), rate: dropout }));
  };
  addDropout();
  hiddenUnits.forEach((units, index) => {
    const kernelInitializer = heNormal(inputs, seed, index);
    model.add(layers.dense({ name: nameOf("dense"), units, activation: "relu", kernelInitializer }));
    addDropout();
    inputs = units;
  });
  const kernelInitializer = heNormal(inputs, seed, hiddenUnits.length);
  model.add(layers.dense({ name: nameOf("dense"), units: classCount, kernelInitializer }));
  return model;
}

const OPTIONS: OptionNames<RnnOptions> = {
  cell: true,
  recurrentUnits: true,
  featureCount: true,
  tokenCount: true,
  hiddenUnits: true,
  classCount: true,
  seed: true,
  dropout: true,
  name: true,
};

/** Adds the layers that make vectors of positions, and a mask of those that count. */
function addPositions(
  model: ReturnType<typeof sequential>,
  { tokenCount, featureCount, seed }: RnnOptions,
  nameOf: (kind: string) => string,
): void {
  if (tokenCount === undefined) {
    model.add(layers.inputLayer({ name: nameOf("input"), inputShape: [null, featureCount] }));
    model.add(layers.masking({ name: nameOf("masking"), maskValue: 0 }));
    return;
  }
  // Vectors of length 1 on average.
  const stddev = 1 / Math.sqrt(featureCount);
  const embeddingsInitializer = initializers.randomNormal({ stddev, seed: deriveSeed(seed, "token embedding") || 1 });
  model.add(layers.inputLayer({ name: nameOf("input"), inputShape: [null] }));
  model.add(
    layers.embedding({
      name: nameOf("embedding"),
      ...{ inputDim: tokenCount, outputDim: featureCount, maskZero: true, embeddingsInitializer },
    }),
  );
}

function uniform(bound: number, seed: number): ReturnType<typeof initializers.randomUniform> {
  return initializers.randomUniform({ minval: -bound, maxval: bound, seed });
}
