import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLike, assertRows } from "./internal/assert-elements.ts";
import { binaryHardTerm } from "./internal/binary-terms.ts";

/**
 * Computes the binary cross-entropy of the student and labels of several classes, at temperature 1, summed over the
 * classes of an example.
 *
 * `−Σ_c (y_c log q_c + (1 − y_c) log(1 − q_c))` with `q = σ(z)`, over the classes whose label is known. A label of −1
 * is unknown: that class has a loss and a gradient of 0. The labels' values are not read; any other value than 1 and 0
 * counts as unknown. For the mean over known labels, divide the sum of a batch by their number.
 *
 * @param studentLogits `[batch, classes]`, float32; the gradient is `σ(z) − y`
 * @param labels `[batch, classes]`, int32: 1 for a class of the example, 0 for another class, −1 where it is unknown;
 * not differentiable
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape
 * @see Bishop (2006), *Pattern Recognition and Machine Learning*, section 4.3.2, equation 4.90
 *
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[Math.log(3), Math.log(3), 5]]);
 * const labels = tf.tensor2d([[1, 0, -1]], [1, 3], "int32");
 * // −log(3/4) − log(1/4): of the third class nothing is known.
 * await binaryCrossEntropy(studentLogits, labels).data(); // ≈ [1.6740]
 * ```
 */
export function binaryCrossEntropy(studentLogits: Tensor2D, labels: Tensor2D): Tensor1D {
  const functionName = "binaryCrossEntropy";
  assertRows(functionName, "studentLogits", studentLogits, "[batch, classes]");
  assertLike(functionName, "labels", labels, "int32", ["studentLogits", studentLogits]);
  return tidy(() => binaryHardTerm(functionName, studentLogits, labels));
}
