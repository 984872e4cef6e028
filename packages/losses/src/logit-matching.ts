import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { mul, square, sum, type Tensor, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { constant } from "./internal/constant.ts";
import { logitDifference } from "./internal/logit-difference.ts";
import { rowScale } from "./internal/row-softmax.ts";
import { deferredGradient, withGradient } from "./internal/with-gradient.ts";

/** Options of {@link logitMatching}. */
export interface LogitMatchingOptions {
  /**
   * Whether each row's mean is taken off the difference first. A softmax does not see that mean; with `true` this loss
   * does not see it either, and is the limit of distillation at high temperature.
   */
  readonly centred: boolean;
}

/**
 * Half the squared distance between the student's logits and the teacher's, per example: `½ Σ_c (z_c − v_c)²`.
 *
 * Raising the temperature turns distillation into this: `classes · T² · KL(p ‖ q)` tends to it (with `centred: true`)
 * as T grows. The gradient is `z − v` with respect to `studentLogits` and `v − z` with respect to `teacherLogits`.
 *
 * A class with a logit of −∞ in both contributes nothing; in only one of them it makes the loss +∞.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or `centred` is not a boolean
 * @see Hinton, Vinyals and Dean (2015), section 2.1, equations 2 to 4; Ba and Caruana (2014), section 2
 *
 * @example
 * ```ts
 * import { logitMatching } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[3, 5]]);
 * const teacherLogits = tf.tensor2d([[1, 1]]);
 * await logitMatching(studentLogits, teacherLogits, { centred: false }).data(); // => [10]
 * // The differences 2 and 4 have the mean 3.
 * await logitMatching(studentLogits, teacherLogits, { centred: true }).data(); // => [1]
 * ```
 */
export function logitMatching(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: LogitMatchingOptions,
): Tensor1D {
  const functionName = "logitMatching";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const centred = readCentred(functionName, options);
  const teacherGradient = (upstream: Tensor, [student]: readonly Tensor[], teacher: Tensor) =>
    mul(logitDifference(student as Tensor2D, teacher as Tensor2D, centred), rowScale(upstream, -1));
  return tidy(() => {
    const difference = constant(() => logitDifference(studentLogits, teacherLogits, centred));
    const deferred = deferredGradient(functionName, teacherLogits, [studentLogits], teacherGradient);
    const loss = {
      value: (): Tensor1D => mul(sum(square(difference), 1), 0.5),
      saved: [difference],
      gradient: (upstream: Tensor, [saved]: readonly Tensor[]) => mul(saved!, rowScale(upstream, 1)),
    };
    return withGradient(functionName, studentLogits, loss, [deferred]);
  });
}

function readCentred(functionName: string, options: LogitMatchingOptions | undefined): boolean {
  const centred: unknown = options?.centred;
  if (typeof centred === "boolean") return centred;
  throw new ArgumentError({
    functionName,
    argument: "centred",
    expected: "must be true or false",
    received: formatValue(centred),
    code: "range",
  });
}
