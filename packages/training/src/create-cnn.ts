import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOptions,
  formatShape,
  type OptionNames,
} from "@dark-knowledge/core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { assertSizes } from "./internal/assert-sizes.ts";
import { heNormal } from "./internal/he-normal.ts";
import { layerNames } from "./internal/layer-names.ts";

/** Options of {@link createCnn}. */
export interface CnnOptions {
  /** Height, width and channels of one example, such as `[28, 28, 1]`. */
  readonly exampleShape: readonly number[];
  /** Filters of each convolution, such as `[16, 32]`; at least one. */
  readonly filters: readonly number[];
  /** The number of logits, one for each class; or of numbers, one for each output of a regressor. */
  readonly classCount: number;
  /** Integer; determines the initial weights. */
  readonly seed: number;
  /** Side of the square filters. Default: 3. */
  readonly kernelSize?: number;
  /** Stride of the filters in both directions. Default: 1. */
  readonly stride?: number;
  /** Side and stride of the max-pooling after each convolution; 1 for none. Default: 2. */
  readonly poolSize?: number;
  /** Whether each convolution is followed by batch normalisation. Default: true. */
  readonly batchNorm?: boolean;
  /** Units of each dense layer between the convolutions and the logits. Default: none. */
  readonly hiddenUnits?: readonly number[];
  /** The share of each dense layer's units that a training step drops. Default: 0. */
  readonly dropout?: number;
  /** The name of the model, with which the names of its layers start, as in {@link createMlp}. Default: `"cnn"`. */
  readonly name?: string;
}

/**
 * Creates a convolutional net that ends in logits: for each number of filters a convolution with padding, batch
 * normalisation, rectified linear units and max-pooling; then dense layers.
 *
 * Weights start from He's normal distribution, biases from zero; a convolution before batch normalisation has no bias.
 * The model is a plain tfjs LayersModel of stock layers, so it saves to a `model.json` that any tfjs page loads. The same
 * options give layers of the same names, so the saved files are the same in every process.
 *
 * @returns a model; the caller disposes of it
 * @throws ArgumentError when a size is not a positive integer, nothing of the images is left after striding and
 *   pooling, or the name cannot be that of a layer
 *
 * @example
 * ```ts
 * import { createCnn } from "@dark-knowledge/training";
 *
 * const student = createCnn({ exampleShape: [28, 28, 1], filters: [8, 16], classCount: 10, seed: 1 });
 * student.countParams(); // => 9170
 * student.dispose();
 * ```
 */
export function createCnn(options: CnnOptions): LayersModel {
  assertOptions<CnnOptions>("createCnn", options, OPTIONS);
  const { exampleShape, filters, classCount, seed, hiddenUnits = [], dropout = 0 } = options;
  const { kernelSize = 3, stride = 1, poolSize = 2, batchNorm = true, name = "cnn" } = options;
  assertLayers(options);
  let [height, width, channels] = exampleShape as [number, number, number];
  const nameOf = layerNames("createCnn", name);
  const model = sequential({ name });
  model.add(layers.inputLayer({ name: nameOf("input"), inputShape: [height, width, channels] }));
  filters.forEach((count, index) => {
    const kernelInitializer = heNormal(kernelSize ** 2 * channels, seed, index);
    const convolution = { filters: count, kernelSize, strides: stride, padding: "same", useBias: !batchNorm } as const;
    model.add(layers.conv2d({ name: nameOf("conv2d"), ...convolution, kernelInitializer }));
    if (batchNorm) model.add(layers.batchNormalization({ name: nameOf("batch_normalization") }));
    model.add(layers.activation({ name: nameOf("activation"), activation: "relu" }));
    if (poolSize > 1) model.add(layers.maxPooling2d({ name: nameOf("max_pooling2d"), poolSize, strides: poolSize }));
    [height, width, channels] = [sideAfter(height, stride, poolSize), sideAfter(width, stride, poolSize), count];
  });
  model.add(layers.flatten({ name: nameOf("flatten") }));
  let inputs = height * width * channels;
  hiddenUnits.forEach((units, index) => {
    const kernelInitializer = heNormal(inputs, seed, filters.length + index);
    model.add(layers.dense({ name: nameOf("dense"), units, activation: "relu", kernelInitializer }));
    if (dropout > 0) model.add(layers.dropout({ name: nameOf("dropout"), rate: dropout }));
    inputs = units;
  });
  const kernelInitializer = heNormal(inputs, seed, filters.length + hiddenUnits.length);
  model.add(layers.dense({ name: nameOf("dense"), units: classCount, kernelInitializer }));
  return model;
}

const OPTIONS: OptionNames<CnnOptions> = {
  exampleShape: true,
  filters: true,
  classCount: true,
  seed: true,
  kernelSize: true,
  stride: true,
  poolSize: true,
  batchNorm: true,
  hiddenUnits: true,
  dropout: true,
  name: true,
};

function assertLayers(options: CnnOptions): void {
  const { exampleShape, filters, classCount, seed, hiddenUnits = [], dropout = 0 } = options;
  const { kernelSize = 3, stride = 1, poolSize = 2 } = options;
  assertSizes("createCnn", "exampleShape", exampleShape, 1);
  if (exampleShape.length !== 3) {
    throw shapeError("must have a height, a width and channels", formatShape(exampleShape));
  }
  assertSizes("createCnn", "filters", filters, 1);
  assertSizes("createCnn", "hiddenUnits", hiddenUnits, 0);
  assertInteger("createCnn", "classCount", classCount, { min: 1 });
  assertInteger("createCnn", "seed", seed, { min: 0 });
  for (const [name, value] of Object.entries({ kernelSize, stride, poolSize })) {
    assertInteger("createCnn", name, value, { min: 1 });
  }
  assertNumber("createCnn", "dropout", dropout, { min: 0, below: 1 });
  const side = filters.reduce(
    (left) => sideAfter(left, stride, poolSize),
    Math.min(exampleShape[0]!, exampleShape[1]!),
  );
  if (side >= 1) return;
  throw shapeError(`must be large enough for ${filters.length} strides and poolings`, formatShape(exampleShape));
}

function shapeError(expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: "createCnn", argument: "exampleShape", expected, received, code: "shape" });
}

/** Computes the size of a side after a padded convolution and an unpadded pooling. */
function sideAfter(side: number, stride: number, poolSize: number): number {
  return Math.floor(Math.ceil(side / stride) / poolSize);
}
