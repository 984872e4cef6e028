import { assertNumber } from "@dark-knowledge/core";
import { add, mul, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { maskClasses, mergeOthers } from "./internal/class-coordinates.ts";
import { forwardDivergence } from "./internal/divergence.ts";
import { assertLabelledTargets, labelCoordinates, onlyLabelled } from "./internal/labelled-rows.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { LabelledTargets } from "./labelled-targets.ts";
import type { TemperatureOptions } from "./temperature.ts";

/** Options of {@link decoupledDistillation}. Weights are finite and not negative. */
export interface DecoupledDistillationOptions extends TemperatureOptions {
  /** The weight of the divergence about the right class, the paper's α; 1 in all its experiments. */
  readonly targetWeight: number;
  /** The weight of the divergence among the other classes, the paper's β; 8 on CIFAR-100 as a rule, 0.5 on ImageNet. */
  readonly nonTargetWeight: number;
}

/**
 * Computes the loss of decoupled knowledge distillation (DKD): the divergence about the right class and that among the
 * others, each with a weight.
 *
 * `T² · (targetWeight · KL(b_v ‖ b_z) + nonTargetWeight · KL(n_v ‖ n_z))`. Here `b` is the pair of the right class's
 * probability and that of all others together, `n` the softmax over the others alone, both at temperature T, of the
 * teacher's logits v and the student's z. Plain distillation is the same with `nonTargetWeight = 1 − p_label`, small
 * where the teacher is sure; here its answer about the other classes counts fully even then. Of two classes there is
 * one other, and the second term is 0.
 *
 * The paper omits T² in its equations; its code has it, and so does this. The code takes `log(softmax)`, which gives
 * infinities for wide logits, and masks the right class by −1000; here all is in log space and the mask exact. The
 * cross-entropy with the labels, and the warm-up of the code, are the caller's.
 *
 * A row whose label is −1 has no right class: its loss and its gradient are 0. A class with a logit of −∞ in both counts
 * for nothing; one class besides the label's must be finite.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param targets `teacherLogits`, the same shape, differentiable too, and `labels`, `[batch]`, int32
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, a temperature is not a positive finite number, or a weight
 *   is negative
 * @see Zhao, Cui, Song, Qiu and Liang (2022), *Decoupled Knowledge Distillation*, section 3, equations 5 to 7
 *
 * @example
 * ```ts
 * import { decoupledDistillation } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[Math.log(2), 0, 0]]);
 * const targets = {
 *   teacherLogits: tf.tensor2d([[Math.log(4), Math.log(3), 0]]),
 *   labels: tf.tensor1d([0], "int32"),
 * };
 * // The right class has ½ in both; of the rest the teacher has (¾, ¼) and the student (½, ½): ¾ log(3/2) + ¼ log(1/2).
 * const options = { temperature: 1, targetWeight: 1, nonTargetWeight: 8 };
 * await decoupledDistillation(studentLogits, targets, options).data(); // ≈ [1.0465]
 * ```
 */
export function decoupledDistillation(
  studentLogits: Tensor2D,
  targets: LabelledTargets,
  options: DecoupledDistillationOptions,
): Tensor1D {
  const functionName = "decoupledDistillation";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLabelledTargets(functionName, studentLogits, targets);
  const [batch, classes] = studentLogits.shape;
  const temperature = readTemperature(functionName, options, batch);
  const { targetWeight, nonTargetWeight } = options;
  assertNumber(functionName, "targetWeight", targetWeight, { min: 0, float32: true });
  assertNumber(functionName, "nonTargetWeight", nonTargetWeight, { min: 0, float32: true });
  const { teacherLogits, labels } = targets;
  return tidy(() => {
    const right = labelCoordinates(labels, classes);
    const target = (t: number, z: Tensor2D, v: Tensor2D) =>
      forwardDivergence(
        functionName,
        mergeOthers(functionName, z, right, t),
        mergeOthers(functionName, v, right, t),
        t,
      );
    const nonTarget = (t: number, z: Tensor2D, v: Tensor2D) => forwardDivergence(functionName, z, v, t);
    const logits = [studentLogits, teacherLogits];
    // The right class goes before rows are divided: the others may be far below it, and differ by little.
    const others = logits.map((one) => maskClasses(one, right));
    const loss = add<Tensor1D>(
      mul(atTemperature(functionName, temperature, logits, target), targetWeight),
      mul(atTemperature(functionName, temperature, others, nonTarget), nonTargetWeight),
    );
    return onlyLabelled(loss, labels, classes);
  });
}
