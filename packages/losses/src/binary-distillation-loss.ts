import { type Tensor1D, type Tensor2D, tidy, zeros } from "@tensorflow/tfjs-core";
import type { DistillationTerms } from "./distillation-loss.ts";
import { assertLike, assertRows } from "./internal/assert-elements.ts";
import { assertTargetsObject } from "./internal/assert-targets-object.ts";
import { assertTermWeights } from "./internal/assert-term-weights.ts";
import { binaryHardTerm, binarySoftTermFromLogits, binarySoftTermFromProbs } from "./internal/binary-terms.ts";
import { readTemperature } from "./internal/temperature.ts";
import { theOneForm } from "./internal/the-one-form.ts";
import { weightedTotal } from "./internal/weighted-total.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** The targets of the student, separately for each class: a teacher in one of two forms, and optional labels. */
export type BinaryDistillationTargets = {
  /** `[batch, classes]`, int32: 1, 0, and −1 where it is unknown. Left out when nothing is labelled. */
  readonly labels?: Tensor2D | undefined;
} & (
  | { readonly teacherLogits: Tensor2D; readonly teacherProbs?: undefined }
  /** Of each class, from 0 to 1, already softened at the temperature of the loss. */
  | { readonly teacherProbs: Tensor2D; readonly teacherLogits?: undefined }
);

/** Options of {@link binaryDistillationLoss}. The weights are finite, not negative, and not both 0. */
export interface BinaryDistillationLossOptions extends TemperatureOptions {
  /** The weight of the soft term. */
  readonly softWeight: number;
  /** The weight of the hard term. */
  readonly hardWeight: number;
}

/**
 * Computes the distillation loss for examples that may have several classes: a weighted sum of the binary
 * cross-entropies with the teacher's soft targets and with the labels, each summed over the classes.
 *
 * `softWeight · T² · −Σ_c (p_c log q_c + (1 − p_c) log(1 − q_c)) + hardWeight · −Σ_c (y_c log σ(z_c) + (1 − y_c) log(1 − σ(z_c)))`, p and q at
 * temperature T, the second sum over the classes whose label is known. See {@link binarySoftTargetCrossEntropy} and
 * {@link binaryCrossEntropy}.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param targets exactly one of `teacherLogits` and `teacherProbs`, both `[batch, classes]`, and `labels` or none
 * @returns three tensors `[batch]`, owned by the caller: `soft` and `hard` before their weights, and the weighted `total`
 * @throws ArgumentError when a tensor has another type or shape, not exactly one form of the teacher is given, there are no labels but
 *   `hardWeight` is above 0, or an option is out of range
 * @see Hinton, Vinyals and Dean (2015), section 2, with the logistic function instead of the softmax
 *
 * @example
 * ```ts
 * import { binaryDistillationLoss } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0]]);
 * const teacherProbs = tf.tensor2d([[0.9, 0.2]]);
 * const labels = tf.tensor2d([[1, -1]], [1, 2], "int32");
 * const options = { temperature: 2, softWeight: 0.5, hardWeight: 0.5 };
 * const { total, soft, hard } = binaryDistillationLoss(studentLogits, { teacherProbs, labels }, options);
 * await soft.data(); // ≈ [5.5452]
 * await hard.data(); // ≈ [0.6931]
 * await total.data(); // ≈ [3.1192]
 * ```
 */
export function binaryDistillationLoss(
  studentLogits: Tensor2D,
  targets: BinaryDistillationTargets,
  options: BinaryDistillationLossOptions,
): DistillationTerms {
  assertRows(NAME, "studentLogits", studentLogits, "[batch, classes]");
  assertTargetsObject(NAME, targets, "teacherLogits or teacherProbs");
  const { labels, teacherLogits, teacherProbs } = targets;
  assertTargets(studentLogits, targets);
  const temperature = readTemperature(NAME, options, studentLogits.shape[0]);
  const { softWeight, hardWeight } = options;
  assertTermWeights(NAME, softWeight, hardWeight, labels);
  return tidy(() => {
    const soft =
      teacherLogits === undefined
        ? binarySoftTermFromProbs(NAME, studentLogits, teacherProbs, temperature)
        : binarySoftTermFromLogits(NAME, studentLogits, teacherLogits, temperature);
    const hard =
      labels === undefined
        ? (zeros([studentLogits.shape[0]]) as Tensor1D)
        : binaryHardTerm(NAME, studentLogits, labels);
    return { total: weightedTotal(soft, softWeight, hard, hardWeight), soft, hard };
  });
}

const NAME = "binaryDistillationLoss";

function assertTargets(studentLogits: Tensor2D, { labels, ...teacher }: BinaryDistillationTargets): void {
  const form = theOneForm(NAME, ["teacherLogits", "teacherProbs"], teacher);
  const like = ["studentLogits", studentLogits] as const;
  assertLike(NAME, form, teacher[form], "float32", like);
  if (labels !== undefined) assertLike(NAME, "labels", labels, "int32", like);
}
