import { mul, reshape, square, sub, sum, type Tensor, type Tensor1D, tidy } from "@tensorflow/tfjs-core";
import { assertFeatures, assertLikeStudentFeatures } from "./internal/assert-features.ts";
import { overLargest } from "./internal/over-largest.ts";
import { rowNorms, unitVectors } from "./internal/unit-vectors.ts";

/**
 * Computes half the distance between the student's and the teacher's maps of activity, per example (attention
 * transfer).
 *
 * `½ ‖Q_s / ‖Q_s‖ − Q_t / ‖Q_t‖‖`, where the map Q has at each position the sum of squares over the channels, and norms
 * are Euclidean. The numbers of channels may differ. The loss teaches where to look, not what to see there, and is
 * between 0 and 0.71.
 *
 * As in the paper, the norm is not squared. The authors' code squares the difference, takes the mean over the positions
 * and omits the half; its β = 1000 corresponds here to values some hundred times larger.
 *
 * The gradient is exact for both arguments, and 0 where it has no value: at equal maps and for features that are all 0.
 *
 * @param studentFeatures `[batch, …places, channels]`, float32, of any rank from 3: images have height and width
 * @param teacherFeatures the same batch and places
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape
 * @see Zagoruyko and Komodakis (2017), *Paying More Attention to Attention*, section 3.1, equation 2, with p = 2
 *
 * @example
 * ```ts
 * import { attentionTransfer } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // One row of two pixels: the student looks at the left one, the teacher at the right one.
 * const studentFeatures = tf.tensor4d([[[[5], [0]]]]);
 * const teacherFeatures = tf.tensor4d([[[[0, 0], [1, 3]]]]);
 * // ½ √2
 * await attentionTransfer(studentFeatures, teacherFeatures).data(); // ≈ [0.7071]
 * ```
 */
export function attentionTransfer(studentFeatures: Tensor, teacherFeatures: Tensor): Tensor1D {
  const functionName = "attentionTransfer";
  const shape = "[batch, …places, channels]";
  assertFeatures(functionName, "studentFeatures", studentFeatures, { rank: 3, shape });
  assertLikeStudentFeatures(functionName, teacherFeatures, studentFeatures, 1);
  return tidy(() => {
    const [student, teacher] = [studentFeatures, teacherFeatures].map((features) => {
      const [batch, ...sizes] = features.shape as [number, ...number[]];
      const places = sizes.slice(0, -1).reduce((a, b) => a * b, 1);
      const scaled = overLargest(functionName, reshape(features, [batch, places, sizes.at(-1)!]), [1, 2]);
      return unitVectors(functionName, sum(square(scaled), 2), 1);
    }) as [Tensor, Tensor];
    return mul(rowNorms(functionName, sub(student, teacher)), 0.5) as Tensor1D;
  });
}
