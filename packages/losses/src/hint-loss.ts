import { mul, reshape, square, sub, sum, type Tensor, type Tensor1D, tidy } from "@tensorflow/tfjs-core";
import { assertFeatures, assertLikeStudentFeatures } from "./internal/assert-features.ts";

/**
 * Computes half the squared distance between features of the student and the teacher, per example (FitNets):
 * `½ Σ (s − t)²`.
 *
 * The teacher's hidden layer is a hint for one of the student's. Where their sizes differ, the student's features first
 * go through a layer of the caller, the regressor, which is trained with it and discarded afterwards. The gradient is
 * `s − t` with respect to `studentFeatures` and `t − s` with respect to `teacherFeatures`.
 *
 * The paper sums over the features, and so does this; most reference code takes their mean and leaves out the half.
 *
 * @param studentFeatures `[batch, …]`, float32, of any rank from 2
 * @param teacherFeatures the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape
 * @see Romero, Ballas, Kahou, Chassang, Gatta and Bengio (2015), *FitNets: Hints for Thin Deep Nets*, section 2.2, equation 3
 *
 * @example
 * ```ts
 * import { hintLoss } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentFeatures = tf.tensor2d([[1, 2, 3]]);
 * const teacherFeatures = tf.tensor2d([[1, 0, 0]]);
 * await hintLoss(studentFeatures, teacherFeatures).data(); // => [6.5]
 * ```
 */
export function hintLoss(studentFeatures: Tensor, teacherFeatures: Tensor): Tensor1D {
  const functionName = "hintLoss";
  assertFeatures(functionName, "studentFeatures", studentFeatures, { rank: 2, shape: "[batch, …]" });
  assertLikeStudentFeatures(functionName, teacherFeatures, studentFeatures, 0);
  return tidy(() => {
    const [batch, ...sizes] = studentFeatures.shape as [number, ...number[]];
    const difference = reshape(sub(studentFeatures, teacherFeatures), [batch, sizes.reduce((a, b) => a * b, 1)]);
    return mul(sum<Tensor1D>(square(difference), 1), 0.5);
  });
}
