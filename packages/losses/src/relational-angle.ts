import {
  div,
  eye,
  matMul,
  mul,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from "@tensorflow/tfjs-core";
import { assertEmbeddings } from "./internal/assert-features.ts";
import { constant } from "./internal/constant.ts";
import { huber } from "./internal/huber.ts";
import { overLargest } from "./internal/over-largest.ts";
import { pairDifferences } from "./internal/pair-differences.ts";
import { unitVectors } from "./internal/unit-vectors.ts";

/**
 * How far the angles between the student's examples are from those between the teacher's (RKD, the angle part).
 *
 * For example j, the mean of `l(cos_s(i, j, k) − cos_t(i, j, k))` over all i and k that differ from j and each other. Here
 * `cos(i, j, k)` is that of the angle at `x_j` between `x_i` and `x_k`, and l is Huber's loss, `½ x²` up to 1 and `|x| − ½`
 * beyond. Student and teacher may differ in the number of features, and in the scale of their space. The memory it
 * takes grows as `batch² · (batch + features)`.
 *
 * The paper sums over the triples; here it is their mean (the mean of what is returned). The reference code's mean counts
 * triples with an example twice, too, whose difference is 0. Where two examples are the same, the cosine counts as 0, with a
 * gradient of 0.
 *
 * @param studentFeatures `[batch, features]`, float32, of at least 3 examples
 * @param teacherFeatures `[batch, …]`, the same number of examples, differentiable too
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or there are fewer than 3 examples
 * @see Park, Kim, Lu and Cho (2019), *Relational Knowledge Distillation*, section 3.2.2, equations 9 and 10
 *
 * @example
 * ```ts
 * import { relationalAngle } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // On a line the cosines are 1, −1, 1; in the right-angled triangle 0.6, 0, 0.8.
 * const studentFeatures = tf.tensor2d([[0], [1], [2]]);
 * const teacherFeatures = tf.tensor2d([[3, 0], [0, 0], [0, 4]]);
 * // 0.4² / 2, 1² / 2, 0.2² / 2
 * await relationalAngle(studentFeatures, teacherFeatures).data(); // ≈ [0.0800, 0.5000, 0.0200]
 * ```
 */
export function relationalAngle(studentFeatures: Tensor2D, teacherFeatures: Tensor2D): Tensor1D {
  const functionName = "relationalAngle";
  assertEmbeddings(functionName, studentFeatures, teacherFeatures, 3);
  const batch = studentFeatures.shape[0];
  return tidy(() => {
    const [student, teacher] = [studentFeatures, teacherFeatures].map((features) => {
      // The directions from example j, `[j, i, features]`; that to itself has no length and stays 0.
      const scaled = overLargest(functionName, features);
      const directions = unitVectors(functionName, pairDifferences(scaled), 2);
      return matMul(directions, directions, false, true);
    }) as [Tensor3D, Tensor3D];
    // The same example twice forms no angle, but has a cosine of 1 where it can be distinguished from example j.
    const isPair = constant(() => sub<Tensor2D>(1, eye(batch)));
    const losses = huber(functionName, mul<Tensor3D>(sub(student, teacher), isPair));
    return div(sum<Tensor1D>(losses, [1, 2]), (batch - 1) * (batch - 2));
  });
}
