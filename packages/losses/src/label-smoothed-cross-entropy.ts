import { assertNumber } from "@dark-knowledge/core";
import { add, cast, mul, oneHot, sum, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits, assertMatchingLabels } from "./internal/assert-logits.ts";
import { constant } from "./internal/constant.ts";
import { softTermFromProbs } from "./internal/soft-term.ts";

/** Options of {@link labelSmoothedCrossEntropy}. */
export interface LabelSmoothingOptions {
  /** The share of the mass that all classes get in equal parts: from 0, the plain cross-entropy, to 1. Often 0.1. */
  readonly smoothing: number;
}

/**
 * The cross-entropy against labels that were smoothed: a teacher that knows nothing but the label, as a baseline.
 *
 * `−Σ_c y_c log q_c`, with `y = (1 − smoothing) · oneHot(label) + smoothing / classes` and `q = softmax(studentLogits)`, in
 * nats. The gradient is `q − y`. A student distilled from real soft targets should beat one trained on this; a teacher
 * trained on this teaches worse (Müller, Kornblith and Hinton 2019).
 *
 * A row whose label is −1 has no label: its loss and its gradient are 0. A class with a logit of −∞ gets a part of the
 * smoothed mass like any other, so the loss of its row is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param labels `[batch]`, int32, from 0 to classes − 1, or −1; not differentiable
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or `smoothing` is not a number from 0 to 1
 * @see Szegedy et al. (2016), *Rethinking the Inception Architecture for Computer Vision*, section 7
 *
 * @example
 * ```ts
 * import { labelSmoothedCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, Math.log(3)]]);
 * const labels = tf.tensor1d([1], "int32");
 * // −0.9 log(3/4) − 0.1 log(1/4): of 0.2, each class gets a half.
 * const loss = labelSmoothedCrossEntropy(studentLogits, labels, { smoothing: 0.2 });
 * await loss.data(); // ≈ [0.3975]
 * ```
 */
export function labelSmoothedCrossEntropy(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: LabelSmoothingOptions,
): Tensor1D {
  const functionName = "labelSmoothedCrossEntropy";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertMatchingLabels(functionName, "labels", labels, studentLogits);
  const smoothing: unknown = options?.smoothing;
  assertNumber(functionName, "smoothing", smoothing, { min: 0, max: 1 });
  const classes = studentLogits.shape[1];
  return tidy(() => {
    const smoothed = constant(() => {
      const oneHotLabels = cast(oneHot(labels, classes) as Tensor2D, "float32");
      return add<Tensor2D>(mul(oneHotLabels, 1 - smoothing), mul(sum(oneHotLabels, 1, true), smoothing / classes));
    });
    return softTermFromProbs(functionName, studentLogits, smoothed, 1);
  });
}
