import { add, square, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertTargetsObject } from "./internal/assert-targets-object.ts";
import { knownLogVariances, standardisedDifference } from "./internal/gaussians.ts";
import { assertNumbers, sumOfOutputs } from "./internal/number-error.ts";
import type { NumberLossOptions } from "./number-loss-options.ts";

/** The variances of a student of numbers that gives some, and the true numbers. */
export interface GaussianTargets {
  /** The student's logarithms of its variances, `[batch, outputs]`. */
  readonly logVariances: Tensor2D;
  /** The true numbers, `[batch, outputs]`. */
  readonly targets: Tensor2D;
}

/**
 * The negative log-likelihood of numbers under a Gaussian for each output, per example, without its constant: for a student that says
 * how sure it is.
 *
 * `½ Σ_o (log σ² + (s − y)² / σ²)`, with the student's means s and log variances log σ², and the true y. Where a target is not known
 * (`known`) the loss and all gradients are 0. Log variances count as −40 where they are lower and as 40 where they are higher, without a
 * gradient there: give the targets about unit scale.
 *
 * The gradient is `(s − y) / σ²` with respect to `predictions` and `½ (1 − (s − y)² / σ²)` with respect to `logVariances`, which is 0
 * where the variance is the squared error.
 *
 * @param predictions the student's means, `[batch, outputs]`, float32
 * @param given `logVariances` and `targets`, both of the same shape
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape
 * @see Nix and Weigend (1994), *Estimating the mean and variance of the target probability distribution*, equation 2; its constant is
 *   left out, as in PyTorch's `gaussian_nll_loss`
 *
 * @example
 * ```ts
 * import { gaussianNegativeLogLikelihood } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const predictions = tf.tensor2d([[3], [1]]);
 * const logVariances = tf.tensor2d([[0], [0]]);
 * const targets = tf.tensor2d([[1], [1]]);
 * await gaussianNegativeLogLikelihood(predictions, { logVariances, targets }).data(); // => [2, 0]
 * ```
 */
export function gaussianNegativeLogLikelihood(
  predictions: Tensor2D,
  given: GaussianTargets,
  options: NumberLossOptions = {},
): Tensor1D {
  const functionName = "gaussianNegativeLogLikelihood";
  assertTargetsObject(functionName, given, "logVariances and targets");
  const { logVariances, targets } = given;
  assertNumbers(functionName, predictions, { logVariances, targets }, options);
  return tidy(() => {
    const known = options?.known;
    const spread = knownLogVariances(logVariances, known);
    return sumOfOutputs(
      add<Tensor2D>(spread, square(standardisedDifference(predictions, targets, spread, known))),
      0.5,
    );
  });
}
