import { assertInteger, assertNumber, assertOptions, deriveSeed, type OptionNames } from "@dark-knowledge/core";
import { initializers, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { assertSizes } from "./internal/assert-sizes.ts";
import { heNormal } from "./internal/he-normal.ts";
import { layerNames } from "./internal/layer-names.ts";
import { product } from "./internal/product.ts";

/** Options of {@link createMlp}. */
export interface MlpOptions {
  /** The shape of one example, such as `[28, 28, 1]`; images are flattened first. */
  readonly exampleShape: readonly number[];
  /** Units of each hidden layer, such as `[1200, 1200]`; empty for a linear classifier. */
  readonly hiddenUnits: readonly number[];
  /** The number of logits, one for each class; or of numbers, one for each output of a regressor. */
  readonly classCount: number;
  /** Integer; determines the initial weights. */
  readonly seed: number;
  /**
   * Units of an embedding: a linear layer without biases between the inputs and the hidden layers, one vector for each
   * input. For inputs that are counts of words or of other features, it is the sum of the vectors of those that occur.
   * Default: none.
   */
  readonly embeddingUnits?: number;
  /** The share of each hidden layer's units that a training step drops. Default: 0. */
  readonly dropout?: number;
  /** The share of inputs that a training step drops. Default: 0. */
  readonly inputDropout?: number;
  /**
   * The name of the model, with which the names of its layers start: `mlp_dense_1`. Models that become parts of one
   * model need different names. Default: `"mlp"`.
   */
  readonly name?: string;
}

/**
 * Creates a multilayer perceptron of rectified linear units that ends in logits, like the nets of the paper's MNIST
 * section.
 *
 * Weights start from He's normal distribution (variance 2 / inputs, cut off at two standard deviations), biases from
 * zero. The model is a plain tfjs LayersModel of stock layers, so it saves to a `model.json` that any tfjs page loads.
 * The same options give layers of the same names, so the saved files are the same in every process.
 *
 * @returns a model; the caller disposes of it
 * @throws ArgumentError when a size is not a positive integer, a dropout share is not in [0, 1), or the name cannot be
 *   that of a layer
 * @see Hinton, Vinyals and Dean (2015), section 3: 784-1200-1200-10 for the teacher, 784-800-800-10 for the student
 *
 * @example
 * ```ts
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const student = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [30, 30], classCount: 10, seed: 1 });
 * student.countParams(); // => 24790
 * student.dispose();
 * ```
 */
export function createMlp(options: MlpOptions): LayersModel {
  assertOptions<MlpOptions>("createMlp", options, OPTIONS);
  const { exampleShape, hiddenUnits, classCount, seed, embeddingUnits, dropout = 0, inputDropout = 0 } = options;
  const { name = "mlp" } = options;
  assertSizes("createMlp", "exampleShape", exampleShape, 1);
  assertSizes("createMlp", "hiddenUnits", hiddenUnits, 0);
  assertInteger("createMlp", "classCount", classCount, { min: 1 });
  assertInteger("createMlp", "seed", seed, { min: 0 });
  if (embeddingUnits !== undefined) assertInteger("createMlp", "embeddingUnits", embeddingUnits, { min: 1 });
  assertNumber("createMlp", "dropout", dropout, { min: 0, below: 1 });
  assertNumber("createMlp", "inputDropout", inputDropout, { min: 0, below: 1 });

  const nameOf = layerNames("createMlp", name);
  const model = sequential({ name });
  const inputShape = [...exampleShape];
  model.add(
    inputShape.length > 1
      ? layers.flatten({ name: nameOf("flatten"), inputShape })
      : layers.inputLayer({ name: nameOf("input"), inputShape }),
  );
  if (inputDropout > 0) model.add(layers.dropout({ name: nameOf("dropout"), rate: inputDropout }));
  let inputs = product(exampleShape);
  if (embeddingUnits !== undefined) {
    const stddev = 1 / Math.sqrt(embeddingUnits);
    const embeddingsInitializer = initializers.randomNormal({ stddev, seed: deriveSeed(seed, "embedding") || 1 });
    model.add(
      layers.dense({
        name: nameOf("dense"),
        units: embeddingUnits,
        useBias: false,
        kernelInitializer: embeddingsInitializer,
      }),
    );
    if (dropout > 0) model.add(layers.dropout({ name: nameOf("dropout"), rate: dropout }));
    inputs = embeddingUnits;
  }
  hiddenUnits.forEach((units, index) => {
    model.add(
      layers.dense({
        name: nameOf("dense"),
        units,
        activation: "relu",
        kernelInitializer: heNormal(inputs, seed, index),
      }),
    );
    if (dropout > 0) model.add(layers.dropout({ name: nameOf("dropout"), rate: dropout }));
    inputs = units;
  });
  model.add(
    layers.dense({
      name: nameOf("dense"),
      units: classCount,
      kernelInitializer: heNormal(inputs, seed, hiddenUnits.length),
    }),
  );
  return model;
}

const OPTIONS: OptionNames<MlpOptions> = {
  exampleShape: true,
  hiddenUnits: true,
  classCount: true,
  seed: true,
  embeddingUnits: true,
  dropout: true,
  inputDropout: true,
  name: true,
};
