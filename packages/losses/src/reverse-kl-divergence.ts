import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { reverseDivergence } from "./internal/divergence.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * The divergence of the teacher from the student, `T² · KL(student ‖ teacher)`, per example.
 *
 * `T² · Σ_c q_c (log q_c − log p_c)`, with `p = softmax(teacherLogits / T)` and `q = softmax(studentLogits / T)`, in nats.
 * It punishes a student for mass where the teacher has little, and lets it ignore classes of the teacher: a small student
 * picks some of the teacher's classes instead of covering all. The gradient is `T · q_c (log q_c − log p_c − KL)` with
 * respect to `studentLogits` and `T · (p − q)` with respect to `teacherLogits`.
 *
 * A class with a logit of −∞ in both, or in the student only, contributes nothing. Where the teacher has −∞ and the
 * student any probability, the loss is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Kullback and Leibler (1951)
 *
 * @example
 * ```ts
 * import { reverseKlDivergence } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const teacherLogits = tf.tensor2d([[0, Math.log(3)]]);
 * // ½ log(½ / ¼) + ½ log(½ / ¾)
 * const loss = reverseKlDivergence(studentLogits, teacherLogits, { temperature: 1 });
 * await loss.data(); // ≈ [0.1438]
 * ```
 */
export function reverseKlDivergence(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: TemperatureOptions,
): Tensor1D {
  const functionName = "reverseKlDivergence";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const compute = (t: number, z: Tensor2D, v: Tensor2D) => reverseDivergence(functionName, z, v, t);
  return tidy(() => atTemperature(functionName, temperature, [studentLogits, teacherLogits], compute));
}
