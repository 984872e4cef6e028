import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { forwardDivergence } from "./internal/divergence.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * The divergence of the student from the teacher, `T² · KL(teacher ‖ student)`, per example.
 *
 * `T² · Σ_c p_c (log p_c − log q_c)`, with `p = softmax(teacherLogits / T)` and `q = softmax(studentLogits / T)`, in nats.
 * It is `softTargetCrossEntropy` less T² times the teacher's entropy: the gradient with respect to `studentLogits` is the
 * same, `T · (q − p)`, but the value is 0 where student and teacher agree. With respect to `teacherLogits` the gradient is
 * `T · p_c (log p_c − log q_c − KL)`.
 *
 * A class with a logit of −∞ in both, or in the teacher only, contributes nothing. Where the student has −∞ and the
 * teacher any probability, the loss is +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Hinton, Vinyals and Dean (2015), section 2; Kullback and Leibler (1951)
 *
 * @example
 * ```ts
 * import { klDivergence } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const teacherLogits = tf.tensor2d([[0, Math.log(3)]]);
 * // ¼ log(¼ / ½) + ¾ log(¾ / ½)
 * const loss = klDivergence(studentLogits, teacherLogits, { temperature: 1 });
 * await loss.data(); // ≈ [0.1308]
 * ```
 */
export function klDivergence(studentLogits: Tensor2D, teacherLogits: Tensor2D, options: TemperatureOptions): Tensor1D {
  const functionName = "klDivergence";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const compute = (t: number, z: Tensor2D, v: Tensor2D) => forwardDivergence(functionName, z, v, t);
  return tidy(() => atTemperature(functionName, temperature, [studentLogits, teacherLogits], compute));
}
