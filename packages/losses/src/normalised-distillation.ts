import { assertNumber } from "@dark-knowledge/core";
import { add, mul, squeeze, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { maskClasses, pickClasses } from "./internal/class-coordinates.ts";
import { hardTerm } from "./internal/hard-term.ts";
import { assertLabelledTargets, labelCoordinates, onlyLabelled } from "./internal/labelled-rows.ts";
import { softTermFromLogits } from "./internal/soft-term.ts";
import { softenedProbs } from "./internal/softened-probs.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { LabelledTargets } from "./labelled-targets.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** Options of {@link normalisedDistillation}. */
export interface NormalisedDistillationOptions extends TemperatureOptions {
  /** The weight of the term about the other classes, the paper's γ, finite and not negative; 1.5 at T = 1 on ImageNet. */
  readonly nonTargetWeight: number;
}

/**
 * Normalised knowledge distillation (NKD): the teacher's probability weighs the hard term, and the other classes are compared
 * after both sides' were normalised.
 *
 * `−p_label log q_label − nonTargetWeight · T² · Σ_{c ≠ label} n(v)_c log n(z)_c`. Here `p` and `q` are the softmax of the
 * teacher's logits v and the student's z at temperature 1, and `n` is the softmax over all classes but the label's, at
 * temperature T. The cross-entropy with the labels, which the paper adds with weight 1, is the caller's.
 *
 * A row whose label is −1 has no right class: its loss and its gradient are 0. A class with a logit of −∞ in both counts
 * for nothing, unless it is the label's; one class besides the label's must be finite.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param targets `teacherLogits`, the same shape, differentiable too, and `labels`, `[batch]`, int32
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, a temperature is not a positive finite number, or the
 *   weight is negative
 * @see Yang, Zeng, Li, Zhang, Yuan and Li (2023), *From Knowledge Distillation to Self-Knowledge Distillation: A Unified
 *   Approach with Normalized Loss and Customized Soft Labels*, section 3.1
 *
 * @example
 * ```ts
 * import { normalisedDistillation } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[Math.log(2), 0, 0]]);
 * const targets = {
 *   teacherLogits: tf.tensor2d([[Math.log(4), Math.log(3), 0]]),
 *   labels: tf.tensor1d([0], "int32"),
 * };
 * // −½ log ½, and 1.5 times −¾ log ½ − ¼ log ½
 * const options = { temperature: 1, nonTargetWeight: 1.5 };
 * await normalisedDistillation(studentLogits, targets, options).data(); // ≈ [1.3863]
 * ```
 */
export function normalisedDistillation(
  studentLogits: Tensor2D,
  targets: LabelledTargets,
  options: NormalisedDistillationOptions,
): Tensor1D {
  const functionName = "normalisedDistillation";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLabelledTargets(functionName, studentLogits, targets);
  const [batch, classes] = studentLogits.shape;
  const temperature = readTemperature(functionName, options, batch);
  const { nonTargetWeight } = options;
  assertNumber(functionName, "nonTargetWeight", nonTargetWeight, { min: 0, float32: true });
  const { teacherLogits, labels } = targets;
  return tidy(() => {
    const right = labelCoordinates(labels, classes);
    const sureness = pickClasses(functionName, softenedProbs(functionName, teacherLogits, 1), right);
    const target = mul(hardTerm(functionName, studentLogits, labels), squeeze<Tensor1D>(sureness, [1]));
    const compute = (t: number, z: Tensor2D, v: Tensor2D) => softTermFromLogits(functionName, z, v, t);
    // The right class goes before rows are divided: the others may be far below it, and differ by little.
    const others = [studentLogits, teacherLogits].map((one) => maskClasses(one, right));
    const nonTarget = atTemperature(functionName, temperature, others, compute);
    return onlyLabelled(add<Tensor1D>(target, mul(nonTarget, nonTargetWeight)), labels, classes);
  });
}
