import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { assertSparseTeacher, softTermFromSparse } from "./internal/sparse-term.ts";
import { readTemperature } from "./internal/temperature.ts";
import type { SparseTeacherLogits, TailOption } from "./sparse-teacher-logits.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** Options of {@link sparseSoftTargetCrossEntropy}. */
export interface SparseSoftTargetOptions extends TemperatureOptions {
  /**
   * `"class"`: all unnamed classes are one, whose logit is `log Σ exp` of theirs, for teacher and student alike, before the
   * temperature. The student is free to share their mass out. `"spread"`: each unnamed class gets the logit
   * `tailLogit − log(classes − k)`, an equal part; the student is drawn to equal parts too. There is no default.
   */
  readonly tail: TailOption;
}

/**
 * {@link softTargetCrossEntropy} for a teacher of which only the k largest logits and the mass of the rest are known.
 *
 * `T² · −Σ_c p_c log q_c`, over the k classes and one that stands for the rest (`tail: "class"`), or over all classes
 * (`tail: "spread"`). At temperature 1 the named classes have exactly the teacher's probabilities in both. To drop the tail
 * and renormalise, as some stores do, would bias the student towards the largest classes; nothing here does that.
 *
 * @param studentLogits `[batch, classes]`, float32; differentiable, as are the teacher's `logits` and `tailLogits`
 * @param sparseTeacherLogits three tensors; the indices are not read, and one out of range counts as the nearest class
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, `tail` is not one of the two, or a temperature is not a
 *   positive finite number
 * @see Hinton, Vinyals and Dean (2015), section 2; for the tail as one class their dustbin, section 5.2
 *
 * @example
 * ```ts
 * import { sparseSoftTargetCrossEntropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // Probabilities 3/6 for class 2, and 3/6 for the three others together.
 * const teacher = {
 *   indices: tf.tensor2d([[2]], [1, 1], "int32"),
 *   logits: tf.tensor2d([[Math.log(3)]]),
 *   tailLogits: tf.tensor1d([Math.log(3)]),
 * };
 * const studentLogits = tf.tensor2d([[0, 0, 0, 0]]);
 * const asClass = sparseSoftTargetCrossEntropy(studentLogits, teacher, { temperature: 1, tail: "class" });
 * // −½ log(1/4) − ½ log(3/4)
 * await asClass.data(); // ≈ [0.8370]
 * const spread = sparseSoftTargetCrossEntropy(studentLogits, teacher, { temperature: 1, tail: "spread" });
 * await spread.data(); // ≈ [1.3863]
 * ```
 */
export function sparseSoftTargetCrossEntropy(
  studentLogits: Tensor2D,
  sparseTeacherLogits: SparseTeacherLogits,
  options: SparseSoftTargetOptions,
): Tensor1D {
  const functionName = "sparseSoftTargetCrossEntropy";
  assertLogits(functionName, "studentLogits", studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const tail: unknown = options.tail;
  assertSparseTeacher(functionName, sparseTeacherLogits, studentLogits, tail);
  return tidy(() => softTermFromSparse(functionName, studentLogits, sparseTeacherLogits, tail, temperature));
}
