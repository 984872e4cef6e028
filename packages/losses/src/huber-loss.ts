import { assertNumber } from "@dark-knowledge/core";
import { div, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { huber } from "./internal/huber.ts";
import { assertNumbers, knownDifference, sumOfOutputs } from "./internal/number-error.ts";
import type { NumberLossOptions } from "./number-loss-options.ts";

/** Options of {@link huberLoss}. */
export interface HuberLossOptions extends NumberLossOptions {
  /**
   * The error up to which it is squared. Above it the loss grows linearly, so that outliers do not dominate. Often 1.
   */
  readonly delta: number;
}

/**
 * Computes Huber's loss of predicted numbers, per example, summed over the outputs: `½ d²` for an error `d` up to
 * `delta`, `delta (|d| − ½ delta)` beyond.
 *
 * The targets are the true numbers or a teacher's answers. Where a target is unknown (`known`), the loss and all
 * gradients are 0. The gradient is the error, clipped to ±delta. For a large `delta` it is half of
 * {@link squaredError}; `smooth L1` is this over `delta`.
 *
 * @param predictions the student's numbers, `[batch, outputs]`, float32
 * @param targets `[batch, outputs]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape, or `delta` is not a positive finite number
 * @see Huber (1964), *Robust Estimation of a Location Parameter*, section 4
 *
 * @example
 * ```ts
 * import { huberLoss } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const predictions = tf.tensor2d([[0.5, 10]]);
 * const targets = tf.tensor2d([[0, 0]]);
 * // ½ · 0.25 + 2 (10 − 1)
 * await huberLoss(predictions, targets, { delta: 2 }).data(); // => [18.125]
 * ```
 */
export function huberLoss(predictions: Tensor2D, targets: Tensor2D, options: HuberLossOptions): Tensor1D {
  const functionName = "huberLoss";
  assertNumbers(functionName, predictions, { targets }, options);
  const delta: unknown = options?.delta;
  assertNumber(functionName, "delta", delta, { above: 0, float32: true });
  return tidy(() => {
    const difference = div<Tensor2D>(knownDifference(predictions, targets, options.known), delta);
    return sumOfOutputs(huber(functionName, difference), delta ** 2);
  });
}
