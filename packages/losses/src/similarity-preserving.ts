import {
  div,
  matMul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { assertFeatures, assertSameBatch } from "./internal/assert-features.ts";
import { overLargest } from "./internal/over-largest.ts";
import { unitVectors } from "./internal/unit-vectors.ts";

/**
 * How far the similarities between the student's examples are from those between the teacher's (similarity-preserving).
 *
 * For example i, `(1 / batch) Σ_j (G_s[i, j] − G_t[i, j])²`, where row i of G is that of `F · Fᵀ` over its Euclidean norm and F
 * holds an example's features, all in one row. The mean of what is returned is the paper's `‖G_s − G_t‖² / batch²`.
 * Student and teacher may differ in the number and the arrangement of their features.
 *
 * The gradient is exact for both arguments, and 0 for an example whose features are all 0.
 *
 * @param studentFeatures `[batch, …]`, float32, of any rank from 2
 * @param teacherFeatures `[batch, …]`, the same number of examples
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape
 * @see Tung and Mori (2019), *Similarity-Preserving Knowledge Distillation*, section 3, equations 1 to 4
 *
 * @example
 * ```ts
 * import { similarityPreserving } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // To the student both examples are the same, to the teacher they have nothing in common.
 * const studentFeatures = tf.tensor2d([[2], [2]]);
 * const teacherFeatures = tf.tensor2d([[1, 0], [0, 1]]);
 * // Rows (√½, √½) and (1, 0): ½ · ((1 − √½)² + ½)
 * await similarityPreserving(studentFeatures, teacherFeatures).data(); // ≈ [0.2929, 0.2929]
 * ```
 */
export function similarityPreserving(studentFeatures: Tensor, teacherFeatures: Tensor): Tensor1D {
  const functionName = "similarityPreserving";
  const shape = "[batch, …]";
  assertFeatures(functionName, "studentFeatures", studentFeatures, { rank: 2, shape });
  assertFeatures(functionName, "teacherFeatures", teacherFeatures, { rank: 2, shape });
  assertSameBatch(functionName, teacherFeatures, studentFeatures);
  return tidy(() => {
    const [student, teacher] = [studentFeatures, teacherFeatures].map((features) => {
      const [batch, ...sizes] = features.shape as [number, ...number[]];
      const rows = reshape(features, [batch, sizes.reduce((a, b) => a * b, 1)]) as Tensor2D;
      const scaled = overLargest(functionName, rows);
      const products = matMul(scaled, scaled, false, true);
      return unitVectors(functionName, overLargest(functionName, products, 1), 1);
    }) as [Tensor2D, Tensor2D];
    return div(sum<Tensor1D>(square(sub(student, teacher)), 1), studentFeatures.shape[0]!);
  });
}
