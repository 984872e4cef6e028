import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { softTermFromLogits } from "./internal/soft-term.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * The cross-entropy of the student against the teacher's soft targets, both at one temperature, per example.
 *
 * `T² · −Σ_c p_c log q_c`, with `p = softmax(teacherLogits / T)` and `q = softmax(studentLogits / T)`, in nats. The
 * gradient of the sum alone shrinks as `1 / T²`; the factor undoes that, so that the term keeps its weight relative to
 * a hard-label term when the temperature is changed.
 *
 * The gradient is `T · (q − p)` with respect to `studentLogits` and `T · p_c (−log q_c − H)` with respect to
 * `teacherLogits`, H being the sum without `T²`. The latter is computed only when asked for; `stopGradient` prevents it.
 *
 * A class with a logit of −∞ in both, or in the teacher only, contributes nothing. Where the student has −∞ and the
 * teacher any probability, the loss is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Hinton, Vinyals and Dean (2015), section 2 and equation 2
 *
 * @example
 * ```ts
 * import { softTargetCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const teacherLogits = tf.tensor2d([[-3, 5]]);
 * // A student that knows nothing pays log 2 at any teacher; times T² = 4.
 * const loss = softTargetCrossEntropy(studentLogits, teacherLogits, { temperature: 2 });
 * await loss.data(); // ≈ [2.7726]
 * ```
 */
export function softTargetCrossEntropy(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: TemperatureOptions,
): Tensor1D {
  const functionName = "softTargetCrossEntropy";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const compute = (t: number, z: Tensor2D, v: Tensor2D) => softTermFromLogits(functionName, z, v, t);
  return tidy(() => atTemperature(functionName, temperature, [studentLogits, teacherLogits], compute));
}
