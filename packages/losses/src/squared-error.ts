import { square, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertNumbers, knownDifference, sumOfOutputs } from "./internal/number-error.ts";
import type { NumberLossOptions } from "./number-loss-options.ts";

/**
 * The squared error of predicted numbers, per example: `Σ_o (s_o − t_o)²` over the outputs.
 *
 * The targets are the true numbers or a teacher's answers. Where a target is not known (`known`) the error and all gradients are 0. The
 * gradient is `2 (s − t)` with respect to `predictions` and `2 (t − s)` with respect to `targets`.
 *
 * @param predictions the student's numbers, `[batch, outputs]`, float32
 * @param targets `[batch, outputs]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape
 * @see Bishop (2006), *Pattern Recognition and Machine Learning*, section 1.1, equation 1.2, there with a half
 *
 * @example
 * ```ts
 * import { squaredError } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const predictions = tf.tensor2d([[1, 5], [2, 7]]);
 * const targets = tf.tensor2d([[3, 4], [2, 0]]);
 * const known = tf.tensor2d([[1, 1], [1, 0]], [2, 2], "int32");
 * await squaredError(predictions, targets, { known }).data(); // => [5, 0]
 * ```
 */
export function squaredError(predictions: Tensor2D, targets: Tensor2D, options: NumberLossOptions = {}): Tensor1D {
  assertNumbers("squaredError", predictions, { targets }, options);
  return tidy(() => sumOfOutputs(square(knownDifference(predictions, targets, options?.known))));
}
