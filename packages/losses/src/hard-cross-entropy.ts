import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits, assertMatchingLabels } from "./internal/assert-logits.ts";
import { hardTerm } from "./internal/hard-term.ts";

/**
 * Computes the cross-entropy of the student and the true labels, at temperature 1, per example:
 * `−log softmax(z)_label`.
 *
 * A row whose label is −1 has no label: its loss and its gradient are 0. The labels' values are not read here, so that
 * nothing waits for the device; a label that is not a class counts as missing. Check them once with `assertLabels`.
 *
 * @param studentLogits `[batch, classes]`, float32; the gradient is `softmax(z) − oneHot(label)`
 * @param labels `[batch]`, int32, from 0 to classes − 1, or −1; not differentiable
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape
 * @see Hinton, Vinyals and Dean (2015), section 2, the second of the two objectives
 *
 * @example
 * ```ts
 * import { hardCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, Math.log(3)], [0, Math.log(3)]]);
 * const labels = tf.tensor1d([1, -1], "int32");
 * // −log(3/4) for the labelled row
 * const loss = hardCrossEntropy(studentLogits, labels);
 * await loss.data(); // ≈ [0.2877, 0.0000]
 * ```
 */
export function hardCrossEntropy(studentLogits: Tensor2D, labels: Tensor1D): Tensor1D {
  const functionName = "hardCrossEntropy";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertMatchingLabels(functionName, "labels", labels, studentLogits);
  return tidy(() => hardTerm(functionName, studentLogits, labels));
}
