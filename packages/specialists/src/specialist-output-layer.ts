import { assertNumber, assertObject, logSumExp } from "@dark-knowledge/core";
import type { OversamplingOptions } from "./correct-dustbin-logits.ts";
import { assertFinite } from "./internal/assert-finite.ts";
import { assertLength, countRows } from "./internal/check-rows.ts";
import { leastSquares } from "./internal/least-squares.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/** A dense layer that ends in logits: `logits = features · weights + bias`. */
export interface OutputLayer {
  /** `[features, classes]`, row-major: the kernel of a dense layer of TensorFlow.js or Keras, the transpose of PyTorch's. */
  readonly weights: Float32Array;
  /** `[classes]` */
  readonly bias: Float32Array;
}

/** Options of {@link specialistOutputLayer}. */
export interface OutputLayerOptions extends OversamplingOptions {
  /**
   * Inputs of the generalist's output layer, `[rows, features]`, row-major, for examples of all classes: a few times
   * more rows than features.
   */
  readonly features: Float32Array;
}

/**
 * Computes the initial output layer of a specialist from the generalist's, so that its corrected answer is close to the
 * generalist's before the first step.
 *
 * The columns of its own classes are the generalist's. The dustbin's exact logit, `log Σ exp(w_j · x + b_j)` over all
 * other classes, is not linear in the features x; its column is the least-squares fit over the given examples. As the
 * training set is biased, the dustbin's bias starts lower by `log(oversampling)`, which the correction adds back.
 * docs/specialists.md compares this with simpler choices, such as the mean column plus the logarithm of the number of
 * classes.
 *
 * @param generalist the generalist's output layer
 * @returns a new layer with `specialist.classes.length + 1` outputs, the dustbin last
 * @throws ArgumentError when the lengths do not match, a number is not finite, `oversampling` is not positive, or the
 * specialist is invalid
 * @see Hinton, Vinyals and Dean (2015), section 5.2, which says nothing about the dustbin's start
 *
 * @example
 * ```ts
 * import { specialistOutputLayer } from "@dark-knowledge/specialists";
 *
 * // One feature, four classes. The last two differ only in their bias, so that their sum is linear.
 * const generalist = { weights: Float32Array.of(1, -1, 2, 2), bias: Float32Array.of(0, 0, Math.log(1), Math.log(3)) };
 * const specialist = { classes: [0, 1], classCount: 4 };
 * const features = Float32Array.of(-1, 0, 1);
 * const { weights, bias } = specialistOutputLayer(generalist, specialist, { features, oversampling: 2 });
 * weights; // ≈ [1, -1, 2]
 * bias; // ≈ [0, 0, 0.69315]
 * ```
 */
export function specialistOutputLayer(
  generalist: OutputLayer,
  specialist: Specialist,
  options: OutputLayerOptions,
): OutputLayer {
  assertObject(NAME, "options", options);
  const { features, oversampling } = options;
  const positions = positionsOf(NAME, specialist);
  assertNumber(NAME, "oversampling", oversampling, { above: 0, float32: true });
  const { classCount, classes } = specialist;
  assertObject(NAME, "generalist", generalist);
  const { weights, bias } = generalist;
  assertLength(NAME, "generalist.bias", bias, classCount, "the classes");
  const size = countRows(NAME, "generalist.weights", weights, classCount, "the classes");
  countRows(NAME, "features", features, size, "the features that generalist.weights has");
  assertFinite(NAME, "generalist.weights", weights);
  assertFinite(NAME, "generalist.bias", bias);
  assertFinite(NAME, "features", features);

  const rest = Int32Array.from(positions.keys()).filter((index) => positions[index] === classes.length);
  const start = new Float64Array(size + 1);
  for (let f = 0; f < size; f++) start[f] = meanOver(rest, (index) => weights[f * classCount + index]!);
  start[size] = meanOver(rest, (index) => bias[index]!) + Math.log(rest.length);
  const targets = restLogits(generalist, features, rest, size);
  const dustbin = leastSquares(features, targets, start);

  const width = classes.length + 1;
  const own = {
    weights: new Float32Array(size * width),
    bias: new Float32Array(width),
  };
  for (let k = 0; k < classes.length; k++) {
    for (let f = 0; f < size; f++) own.weights[f * width + k] = weights[f * classCount + classes[k]!]!;
    own.bias[k] = bias[classes[k]!]!;
  }
  for (let f = 0; f < size; f++) own.weights[f * width + width - 1] = dustbin[f]!;
  own.bias[width - 1] = dustbin[size]! - Math.log(oversampling);
  return own;
}

const NAME = "specialistOutputLayer";

function meanOver(classes: Int32Array, read: (index: number) => number): number {
  return classes.reduce((sum, index) => sum + read(index), 0) / classes.length;
}

/** Computes for each row the exact logit of all classes in `rest` together. */
function restLogits({ weights, bias }: OutputLayer, features: Float32Array, rest: Int32Array, size: number) {
  const logits = new Float64Array(rest.length);
  return Float64Array.from({ length: features.length / size }, (_, row) => {
    for (let k = 0; k < rest.length; k++) logits[k] = bias[rest[k]!]!;
    for (let f = 0; f < size; f++) {
      const value = features[row * size + f]!;
      if (value === 0) continue;
      for (let k = 0; k < rest.length; k++) logits[k]! += value * weights[f * bias.length + rest[k]!]!;
    }
    return logSumExp(logits);
  });
}
