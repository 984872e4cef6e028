import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLike, assertRows } from "./internal/assert-elements.ts";
import { binarySoftTermFromLogits } from "./internal/binary-terms.ts";
import { readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * Computes the cross-entropy of the student and the teacher's soft targets for examples that may have several classes:
 * each class is a separate question, with the temperature in the logistic function. Summed over the classes.
 *
 * `T² · −Σ_c (p_c log q_c + (1 − p_c) log(1 − q_c))`, with `p = σ(teacherLogits / T)` and `q = σ(studentLogits / T)`,
 * in nats. For one class it equals {@link softTargetCrossEntropy} of the logits `[z, 0]` and `[v, 0]`, and T² is there
 * for the same reason.
 *
 * The gradient is `T · (q − p)` with respect to `studentLogits` and `−z · p (1 − p)` with respect to `teacherLogits`.
 *
 * A logit of −∞ rules a class out: in both it contributes nothing; where only the student has it and the teacher gives the class any
 * probability, the loss is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; its sum over a batch by the number of classes and examples is the mean
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Hinton, Vinyals and Dean (2015), section 2, with the logistic function instead of the softmax
 *
 * @example
 * ```ts
 * import { binarySoftTargetCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const teacherLogits = tf.tensor2d([[-3, 5]]);
 * // A student that knows nothing pays log 2 for each class at any teacher; times T² = 4.
 * await binarySoftTargetCrossEntropy(studentLogits, teacherLogits, { temperature: 2 }).data(); // ≈ [5.5452]
 * ```
 */
export function binarySoftTargetCrossEntropy(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: TemperatureOptions,
): Tensor1D {
  const functionName = "binarySoftTargetCrossEntropy";
  assertRows(functionName, "studentLogits", studentLogits, "[batch, classes]");
  assertLike(functionName, "teacherLogits", teacherLogits, "float32", ["studentLogits", studentLogits]);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  return tidy(() => binarySoftTermFromLogits(functionName, studentLogits, teacherLogits, temperature));
}
