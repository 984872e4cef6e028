import { div, maximum, mul, reshape, sub, sum, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertEmbeddings } from "./internal/assert-features.ts";
import { huber } from "./internal/huber.ts";
import { overLargest } from "./internal/over-largest.ts";
import { pairDifferences } from "./internal/pair-differences.ts";
import { rowNorms } from "./internal/unit-vectors.ts";

/**
 * How far the distances between the student's examples are from those between the teacher's (RKD, the distance part).
 *
 * For example i, `mean_{j ≠ i} l(d_s(i, j) − d_t(i, j))`. Here `d(i, j) = ‖x_i − x_j‖ / μ`, with μ the mean of such distances
 * over all pairs of the batch, and l is Huber's loss, `½ x²` up to 1 and `|x| − ½` beyond. Student and teacher may differ
 * in the number of features, and in the scale of their space. Best in a batch of many examples; the memory it takes grows as
 * `batch² · features`.
 *
 * The paper sums over the pairs; here it is their mean (the mean of what is returned), so that the weight need not change
 * with the batch. The reference code's mean counts the pairs of an example with itself, too, and is smaller by
 * `1 − 1 / batch`; its gradient goes through the student's μ as well, as does this one.
 *
 * @param studentFeatures `[batch, features]`, float32, of at least 2 examples
 * @param teacherFeatures `[batch, …]`, the same number of examples, differentiable too
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or there are fewer than 2 examples
 * @see Park, Kim, Lu and Cho (2019), *Relational Knowledge Distillation*, section 3.2.1, equations 5 to 8
 *
 * @example
 * ```ts
 * import { relationalDistance } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // Distances 1, 1, 2 over their mean 4/3; and of the teacher 3, 4, 5 over their mean 4.
 * const studentFeatures = tf.tensor2d([[0], [1], [2]]);
 * const teacherFeatures = tf.tensor2d([[3, 0], [0, 0], [0, 4]]);
 * // Pairs: (3/4 − 3/4)² / 2 = 0, (3/4 − 1)² / 2 = 1/32, (3/2 − 5/4)² / 2 = 1/32; each example is in two of them.
 * await relationalDistance(studentFeatures, teacherFeatures).data(); // ≈ [0.0156, 0.0156, 0.0313]
 * ```
 */
export function relationalDistance(studentFeatures: Tensor2D, teacherFeatures: Tensor2D): Tensor1D {
  const functionName = "relationalDistance";
  assertEmbeddings(functionName, studentFeatures, teacherFeatures, 2);
  const batch = studentFeatures.shape[0];
  return tidy(() => {
    const [student, teacher] = [studentFeatures, teacherFeatures].map((features) => {
      const scaled = overLargest(functionName, features);
      const differences = reshape(pairDifferences(scaled), [batch * batch, features.shape[1]]);
      const distances = reshape(rowNorms(functionName, differences), [batch, batch]) as Tensor2D;
      return overMean(distances, batch);
    }) as [Tensor2D, Tensor2D];
    return div(sum<Tensor1D>(huber(functionName, sub(student, teacher)), 1), batch - 1);
  });
}

/** Distances over their mean over the pairs; all 0 stays 0. */
function overMean(distances: Tensor2D, batch: number): Tensor2D {
  return mul(div(distances, maximum(sum(distances), SMALLEST)), batch * (batch - 1));
}

/** Its square is still a normal float32, which the gradient of a division needs. */
const SMALLEST = 1e-18;
