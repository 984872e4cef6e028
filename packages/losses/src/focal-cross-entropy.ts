import { assertNumber } from "@dark-knowledge/core";
import {
  add,
  clipByValue,
  div,
  expm1,
  maximum,
  mul,
  neg,
  pow,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { assertLogits, assertMatchingLabels } from "./internal/assert-logits.ts";
import { hardTerm } from "./internal/hard-term.ts";
import { withGradient } from "./internal/with-gradient.ts";

/** Options of {@link focalCrossEntropy}. */
export interface FocalCrossEntropyOptions {
  /** The focusing parameter γ, finite and not negative: 0 is the plain cross-entropy. Often 2. */
  readonly focusing: number;
}

/**
 * Computes the focal loss: the cross-entropy with the labels, weighted down where the student is right already, for classes
 * that are rare or hard.
 *
 * `−(1 − q_label)^γ log q_label`, with `q = softmax(studentLogits)` and γ the focusing parameter, in nats. With
 * `h = −log q_label` the gradient is `(1 − q_label)^γ (1 + γ h / (e^h − 1)) (q − y)`.
 * The weights of classes (α in the source) are not part of it: multiply by them.
 *
 * A row whose label is −1 has no label: its loss and its gradient are 0. Where the label's class has a logit of −∞, the loss
 * is +∞. It has no second derivative.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param labels `[batch]`, int32, from 0 to classes − 1, or −1; not differentiable
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or `focusing` is not a finite number of at least 0
 * @see Lin, Goyal, Girshick, He and Dollár (2017), *Focal Loss for Dense Object Detection*, equation 4
 *
 * @example
 * ```ts
 * import { focalCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, Math.log(3)]]);
 * const labels = tf.tensor1d([1], "int32");
 * // (1/4)² · −log(3/4)
 * const loss = focalCrossEntropy(studentLogits, labels, { focusing: 2 });
 * await loss.data(); // ≈ [0.0180]
 * ```
 */
export function focalCrossEntropy(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: FocalCrossEntropyOptions,
): Tensor1D {
  const functionName = "focalCrossEntropy";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertMatchingLabels(functionName, "labels", labels, studentLogits);
  const focusing: unknown = options?.focusing;
  assertNumber(functionName, "focusing", focusing, { min: 0, float32: true });
  // 1 − q as 1 − e^−h, which has all the digits that h has.
  const weight = (h: Tensor) => pow(neg(expm1(neg(maximum(h, 0)))), focusing);
  return tidy(() => {
    const crossEntropy = hardTerm(functionName, studentLogits, labels);
    return withGradient<Tensor1D>(functionName, crossEntropy, {
      value: () => mul(weight(crossEntropy), crossEntropy),
      saved: [],
      gradient: (upstream, _, h) => {
        // h / (e^h − 1) is 1 at 0, and 0 for all h beyond the largest of these.
        const bounded = clipByValue(h, 1e-30, 80);
        const slope = add(mul(div(bounded, expm1(bounded)), focusing), 1);
        return mul(upstream, mul(weight(h), slope));
      },
    });
  });
}
