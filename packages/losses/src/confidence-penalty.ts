import { assertNumber } from "@dark-knowledge/core";
import { mul, sub, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits, assertMatchingLabels } from "./internal/assert-logits.ts";
import { entropyTerm } from "./internal/entropy-term.ts";
import { hardTerm } from "./internal/hard-term.ts";
import { onlyLabelled } from "./internal/labelled-rows.ts";

/** Options of {@link confidencePenalty}. */
export interface ConfidencePenaltyOptions {
  /** The weight of the entropy, finite and not negative; 0.1 is usual for images. */
  readonly entropyWeight: number;
}

/**
 * Computes the cross-entropy with the labels minus the weighted entropy of the student: a baseline that rewards doubt
 * without a teacher.
 *
 * `−log q_label − entropyWeight · H(q)`, with `q = softmax(studentLogits)` and `H(q) = −Σ_c q_c log q_c`, in nats. It
 * is label smoothing with the divergence reversed, up to a constant. The gradient is
 * `q_c − y_c + entropyWeight · q_c (log q_c + H)`. The value may be negative.
 *
 * A row whose label is −1 has no label: its loss and its gradient are 0. (For the entropy of all rows, add `entropy` to a
 * weighted list.) A class with a logit of −∞ contributes nothing, unless it is the label's: then the loss is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param labels `[batch]`, int32, from 0 to classes − 1, or −1; not differentiable
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or `entropyWeight` is not a finite number of at least 0
 * @see Pereyra, Tucker, Chorowski, Kaiser and Hinton (2017), *Regularizing Neural Networks by Penalizing Confident Output
 *   Distributions*, section 3
 *
 * @example
 * ```ts
 * import { confidencePenalty } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const labels = tf.tensor1d([1], "int32");
 * // log 2 − 0.5 log 2
 * const loss = confidencePenalty(studentLogits, labels, { entropyWeight: 0.5 });
 * await loss.data(); // ≈ [0.3466]
 * ```
 */
export function confidencePenalty(
  studentLogits: Tensor2D,
  labels: Tensor1D,
  options: ConfidencePenaltyOptions,
): Tensor1D {
  const functionName = "confidencePenalty";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertMatchingLabels(functionName, "labels", labels, studentLogits);
  const entropyWeight: unknown = options?.entropyWeight;
  assertNumber(functionName, "entropyWeight", entropyWeight, { min: 0, float32: true });
  return tidy(() => {
    const doubt = mul(entropyTerm(functionName, studentLogits, 1), entropyWeight);
    const loss = sub<Tensor1D>(hardTerm(functionName, studentLogits, labels), doubt);
    return onlyLabelled(loss, labels, studentLogits.shape[1]);
  });
}
