import { type Tensor1D, type Tensor2D, tidy, zeros } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits, assertMatchingLabels } from "./internal/assert-logits.ts";
import { assertTargetsObject } from "./internal/assert-targets-object.ts";
import { assertTermWeights } from "./internal/assert-term-weights.ts";
import { fusedTerms } from "./internal/fused-terms.ts";
import { hardTerm } from "./internal/hard-term.ts";
import { shiftRows } from "./internal/row-softmax.ts";
import { softTermFromLogits, softTermFromProbs } from "./internal/soft-term.ts";
import { assertSparseTeacher, softTermFromSparse } from "./internal/sparse-term.ts";
import { atTemperature, type CheckedTemperature, readTemperature } from "./internal/temperature.ts";
import { theOneForm } from "./internal/the-one-form.ts";
import { weightedTotal } from "./internal/weighted-total.ts";
import type { SparseTeacherLogits, TailOption } from "./sparse-teacher-logits.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** The targets of the student: a teacher in one of three forms, and optional labels. */
export type DistillationTargets = {
  /** `[batch]`, int32; −1 marks a row without a label. Left out when nothing is labelled. */
  readonly labels?: Tensor1D | undefined;
} & (
  | { readonly teacherLogits: Tensor2D; readonly teacherProbs?: undefined; readonly sparseTeacherLogits?: undefined }
  /** Already softened at the temperature of the loss. */
  | { readonly teacherProbs: Tensor2D; readonly teacherLogits?: undefined; readonly sparseTeacherLogits?: undefined }
  /** Only the largest logits; the option `tail` determines the treatment of the rest. */
  | {
      readonly sparseTeacherLogits: SparseTeacherLogits;
      readonly teacherLogits?: undefined;
      readonly teacherProbs?: undefined;
    }
);

/** Options of {@link distillationLoss}. The weights are finite, not negative, and not both 0. */
export interface DistillationLossOptions extends TemperatureOptions {
  /** The weight of the soft term. */
  readonly softWeight: number;
  /** The weight of the hard term; the paper found a considerably lower one than that of the soft term best. */
  readonly hardWeight: number;
  /** For `sparseTeacherLogits`, and required with them: see `sparseSoftTargetCrossEntropy`. */
  readonly tail?: TailOption | undefined;
}

/** The terms of {@link distillationLoss}, each `[batch]`, a new tensor that the caller owns. */
export interface DistillationTerms {
  /** `softWeight · soft + hardWeight · hard`: the one to train on. A term of weight 0 is left out. */
  readonly total: Tensor1D;
  /** The soft-target cross-entropy with its factor T², before its weight. */
  readonly soft: Tensor1D;
  /** The hard cross-entropy before its weight; 0 where there is no label. */
  readonly hard: Tensor1D;
}

/**
 * Computes the loss of the paper: a weighted sum of the cross-entropies with the teacher's soft targets and with the
 * true labels.
 *
 * `softWeight · T² · −Σ_c p_c log q_c + hardWeight · −log softmax(z)_label`, `p` and `q` at temperature T, the second
 * term at 1. The terms are returned by name, so that each can be recorded; `total` is the one to differentiate.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param targets exactly one of `teacherLogits`, `teacherProbs` (both `[batch, classes]`) and `sparseTeacherLogits`, and
 *   `labels` or none
 * @returns three tensors `[batch]`, owned by the caller
 * @throws ArgumentError when a tensor has another type or shape, not exactly one form of the teacher is
 *   given, there are no labels but `hardWeight` is above 0, or an option is out of range
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import { distillationLoss } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 0], [0, 0]]);
 * const teacherLogits = tf.tensor2d([[4, 0], [0, 4]]);
 * const labels = tf.tensor1d([0, -1], "int32");
 * const options = { temperature: 2, softWeight: 0.9, hardWeight: 0.1 };
 * const { total, soft, hard } = distillationLoss(studentLogits, { teacherLogits, labels }, options);
 * await soft.data(); // ≈ [2.7726, 2.7726]
 * await hard.data(); // ≈ [0.6931, 0.0000]
 * await total.data(); // ≈ [2.5646, 2.4953]
 * ```
 */
export function distillationLoss(
  studentLogits: Tensor2D,
  targets: DistillationTargets,
  options: DistillationLossOptions,
): DistillationTerms {
  assertLogits(FUNCTION_NAME, "studentLogits", studentLogits);
  assertTargets(studentLogits, targets, options?.tail);
  const temperature = readTemperature(FUNCTION_NAME, options, studentLogits.shape[0]);
  const { softWeight, hardWeight } = options;
  assertTermWeights(FUNCTION_NAME, softWeight, hardWeight, targets.labels);
  return tidy(() => ({ ...computeTerms(studentLogits, targets, { ...options, temperature }) }));
}

const FUNCTION_NAME = "distillationLoss";

type CheckedOptions = Omit<DistillationLossOptions, "temperature"> & { readonly temperature: CheckedTemperature };

function computeTerms(
  studentLogits: Tensor2D,
  targets: DistillationTargets,
  options: CheckedOptions,
): DistillationTerms {
  const { temperature, softWeight, hardWeight } = options;
  const { labels, sparseTeacherLogits } = targets;
  if (typeof temperature === "number" && sparseTeacherLogits === undefined) {
    const fused = fusedTerms(FUNCTION_NAME, { studentLogits, ...targets }, { temperature, softWeight, hardWeight });
    if (fused !== undefined) return fused;
  }
  const shifted = shiftRows(studentLogits);
  const soft = softTerm(studentLogits, targets, options, shifted);
  const hard =
    labels === undefined
      ? (zeros([studentLogits.shape[0]]) as Tensor1D)
      : hardTerm(FUNCTION_NAME, studentLogits, labels, shifted);
  return { total: weightedTotal(soft, softWeight, hard, hardWeight), soft, hard };
}

function softTerm(
  studentLogits: Tensor2D,
  { teacherLogits, teacherProbs, sparseTeacherLogits }: DistillationTargets,
  { temperature, tail }: CheckedOptions,
  shifted: Tensor2D,
): Tensor1D {
  if (sparseTeacherLogits !== undefined) {
    return softTermFromSparse(FUNCTION_NAME, studentLogits, sparseTeacherLogits, tail!, temperature);
  }
  const shiftedOf = (z: Tensor2D) => (z === studentLogits ? shifted : undefined);
  return teacherLogits === undefined
    ? atTemperature(FUNCTION_NAME, temperature, [studentLogits], (t, z) =>
        softTermFromProbs(FUNCTION_NAME, z!, teacherProbs, t, shiftedOf(z!)),
      )
    : atTemperature(FUNCTION_NAME, temperature, [studentLogits, teacherLogits], (t, z, v) =>
        softTermFromLogits(FUNCTION_NAME, z!, v!, t, shiftedOf(z!)),
      );
}

function assertTargets(studentLogits: Tensor2D, targets: DistillationTargets, tail: unknown): void {
  assertTargetsObject(FUNCTION_NAME, targets, "teacherLogits, teacherProbs or sparseTeacherLogits");
  const { labels, ...teacher } = targets;
  const form = theOneForm(FUNCTION_NAME, ["teacherLogits", "teacherProbs", "sparseTeacherLogits"], teacher);
  if (form === "sparseTeacherLogits") assertSparseTeacher(FUNCTION_NAME, teacher[form]!, studentLogits, tail);
  else assertLikeStudent(FUNCTION_NAME, form, teacher[form], studentLogits);
  if (labels !== undefined) assertMatchingLabels(FUNCTION_NAME, "labels", labels, studentLogits);
}
