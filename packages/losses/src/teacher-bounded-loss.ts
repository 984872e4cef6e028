import { assertNumber } from "@dark-knowledge/core";
import { add, cast, greater, mul, square, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertTargetsObject } from "./internal/assert-targets-object.ts";
import { constant } from "./internal/constant.ts";
import { assertNumbers, knownDifference, sumOfOutputs } from "./internal/number-error.ts";
import type { NumberLossOptions } from "./number-loss-options.ts";

/** Targets of a student of numbers that should not imitate its teacher, but be as good. */
export interface BoundedTargets {
  /** The teacher's numbers, `[batch, outputs]`; not differentiable. */
  readonly teacherPredictions: Tensor2D;
  /** The true numbers, `[batch, outputs]`. */
  readonly targets: Tensor2D;
}

/** Options of {@link teacherBoundedLoss}. */
export interface TeacherBoundedLossOptions extends NumberLossOptions {
  /** By how much the student's squared error must be below the teacher's to count no more; 0 or above. */
  readonly margin: number;
}

/**
 * The squared error of predicted numbers, as long as the student is worse than its teacher, per example: a teacher of numbers may be far off,
 * so that it is taken as a bound and not as a target.
 *
 * `‖s − y‖²` where `‖s − y‖² + margin > ‖t − y‖²`, else 0, with the student's numbers s, the teacher's t and the true y; norms over the
 * outputs of an example. The gradient is `2 (s − y)` where it counts, the opposite for `targets`, and none for the teacher. Where a target is not known
 * (`known`) it is in neither norm.
 *
 * In the paper it is added, with a weight, to the smooth L1 loss of the true numbers.
 *
 * @param predictions the student's numbers, `[batch, outputs]`, float32
 * @param given `teacherPredictions` and `targets`, both of the same shape
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape, or `margin` is not a number from 0 on
 * @see Chen, Choi, Yu, Han and Chandraker (2017), *Learning Efficient Object Detection Models with Knowledge Distillation*, section 3.3,
 *   equation 4
 *
 * @example
 * ```ts
 * import { teacherBoundedLoss } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const predictions = tf.tensor2d([[3], [1]]);
 * const targets = tf.tensor2d([[0], [0]]);
 * const teacherPredictions = tf.tensor2d([[2], [2]]);
 * // 9 is worse than the teacher's 4, 1 is better by more than the margin.
 * await teacherBoundedLoss(predictions, { teacherPredictions, targets }, { margin: 1 }).data(); // => [9, 0]
 * ```
 */
export function teacherBoundedLoss(
  predictions: Tensor2D,
  given: BoundedTargets,
  options: TeacherBoundedLossOptions,
): Tensor1D {
  const functionName = "teacherBoundedLoss";
  assertTargetsObject(functionName, given, "teacherPredictions and targets");
  const { teacherPredictions, targets } = given;
  assertNumbers(functionName, predictions, { teacherPredictions, targets }, options);
  const margin: unknown = options?.margin;
  assertNumber(functionName, "margin", margin, { min: 0, float32: true });
  const { known } = options;
  return tidy(() => {
    const error = (numbers: Tensor2D) => sumOfOutputs(square(knownDifference(numbers, targets, known)));
    const own = error(predictions);
    const counts = constant(
      () => cast(greater(add(error(predictions), margin), error(teacherPredictions)), "float32") as Tensor1D,
    );
    return mul(own, counts);
  });
}
