import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { softTermFromProbs } from "./internal/soft-term.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * {@link softTargetCrossEntropy} for a teacher that gives probabilities instead of logits, such as an average of members.
 *
 * `T² · −Σ_c p_c log q_c`, with `p = teacherProbs` as they are and `q = softmax(studentLogits / T)`, in nats. The
 * probabilities must already be softened at the same temperature; this function cannot know whether they are.
 *
 * A row may sum to something other than one (a teacher that was cut to its top classes): the gradient with respect to
 * `studentLogits` is `T · (q · Σp − p)`, with respect to `teacherProbs` `−T² log q`. Where the student's logit is −∞, the
 * latter is a huge finite number instead of +∞, so that it can be passed on.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherProbs `[batch, classes]`, the same shape, not negative
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import { softTargetCrossEntropyFromProbs } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, Math.log(3)]]);
 * const teacherProbs = tf.tensor2d([[1, 0]]);
 * // −log(1/4)
 * const loss = softTargetCrossEntropyFromProbs(studentLogits, teacherProbs, { temperature: 1 });
 * await loss.data(); // ≈ [1.3863]
 * ```
 */
export function softTargetCrossEntropyFromProbs(
  studentLogits: Tensor2D,
  teacherProbs: Tensor2D,
  options: TemperatureOptions,
): Tensor1D {
  const functionName = "softTargetCrossEntropyFromProbs";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherProbs", teacherProbs, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const compute = (t: number, z: Tensor2D) => softTermFromProbs(functionName, z, teacherProbs, t);
  return tidy(() => atTemperature(functionName, temperature, [studentLogits], compute));
}
