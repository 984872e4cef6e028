import { assertNumber } from "@dark-knowledge/core";
import { add, mean, mul, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { correlationGap } from "./internal/correlation-gap.ts";
import { relativeLogProbs } from "./internal/relative-log-probs.ts";
import { relativeProbs } from "./internal/relative-probs.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** Options of {@link correlationDistillation}. Weights are finite and not negative. */
export interface CorrelationDistillationOptions extends TemperatureOptions {
  /** The weight of the correlation of each example's classes, the paper's β; 1 in its experiments. */
  readonly interWeight: number;
  /** The weight of the correlation of each class's examples, the paper's γ; 1 in its experiments. */
  readonly intraWeight: number;
}

/**
 * Computes the loss of distillation from a stronger teacher (DIST): the student's probabilities should correlate with
 * the teacher's, not equal them.
 *
 * `T² · (interWeight · (1 − ρ(q_row, p_row)) + intraWeight · (1 − mean_c ρ(q_·c, p_·c)))`, with Pearson's correlation ρ,
 * `p = softmax(teacherLogits / T)` and `q = softmax(studentLogits / T)`. The first term is of an example's classes. The
 * second is of a class's examples: it belongs to the whole batch and is the same number in each row. Both are 0 also
 * when the student's probabilities are the teacher's stretched and shifted.
 *
 * The paper's equations have no T²; its code multiplies by it, as every soft term here. The code adds 1e-8 to the product of
 * the norms, which hides the classes that a sure teacher finds improbable; here nothing is added, and a class counts the same
 * however small its probabilities are. A row or column of equal numbers counts as uncorrelated, with a gradient of 0; of a column,
 * also numbers that differ by no more than the rounding of a softmax's sums. So does every column of a batch of one, and a class
 * that all rows mask.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape, differentiable too
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, a temperature is not a positive finite number, or a weight
 *   is negative
 * @see Huang, You, Wang, Qian and Xu (2022), *Knowledge Distillation from a Stronger Teacher*, section 3, equations 7 to 10
 *
 * @example
 * ```ts
 * import { correlationDistillation } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[1, 0], [0, 1]]);
 * const teacherLogits = tf.tensor2d([[9, 0], [9, 0]]);
 * // The first row agrees (1 − 1), the second is the reverse (1 + 1); the teacher's columns do not vary (1 − 0).
 * const options = { temperature: 1, interWeight: 1, intraWeight: 1 };
 * await correlationDistillation(studentLogits, teacherLogits, options).data(); // ≈ [1.0000, 3.0000]
 * ```
 */
export function correlationDistillation(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: CorrelationDistillationOptions,
): Tensor1D {
  const functionName = "correlationDistillation";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const { interWeight, intraWeight } = options;
  assertNumber(functionName, "interWeight", interWeight, { min: 0, float32: true });
  assertNumber(functionName, "intraWeight", intraWeight, { min: 0, float32: true });
  return tidy(() =>
    atTemperature(functionName, temperature, [studentLogits, teacherLogits], (t, z, v) => {
      const [q, p] = [relativeLogProbs(functionName, z!, t), relativeLogProbs(functionName, v!, t)];
      const gap = (axis: 0 | 1) =>
        correlationGap(functionName, relativeProbs(functionName, q, axis), relativeProbs(functionName, p, axis), axis);
      const inter = mul(gap(1), interWeight * t ** 2);
      const intra = mul(mean(gap(0)), intraWeight * t ** 2);
      return add<Tensor1D>(inter, intra);
    }),
  );
}
