import {
  add,
  expandDims,
  mul,
  softplus,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { assertLikeStudent, assertLogits } from "./internal/assert-logits.ts";
import { constant } from "./internal/constant.ts";
import { boundScaled } from "./internal/masked-classes.ts";
import { logNormaliserGap, rowScale, rowSoftmax, softmaxPullback } from "./internal/row-softmax.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import { deferredGradient, withGradient } from "./internal/with-gradient.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * How far student and teacher are from what lies between them, `T² · (½ KL(p ‖ m) + ½ KL(q ‖ m))`, per example.
 *
 * `m = ½ (p + q)`, with `p = softmax(teacherLogits / T)` and `q = softmax(studentLogits / T)`, in nats. It is the same for both,
 * lies between 0 and `T² · log 2`, and has a bounded gradient: a class that one side thinks impossible counts by half its
 * mass times log 2 and not without end. The gradient is `½ T · q_c (log(q_c / m_c) − Σ_k q_k log(q_k / m_k))` with respect to
 * `studentLogits`, and the same with p for q with respect to `teacherLogits`.
 *
 * A class with a logit of −∞ in both contributes nothing; in one of them it is a class of probability 0.
 *
 * @param studentLogits `[batch, classes]`, float32
 * @param teacherLogits `[batch, classes]`, the same shape
 * @returns `[batch]`, a new tensor that the caller owns; take its mean to train
 * @throws ArgumentError when a tensor has another type or shape, or a temperature is not a positive finite number
 * @see Lin (1991), *Divergence Measures Based on the Shannon Entropy*, section IV, equation 4.1
 *
 * @example
 * ```ts
 * import { jensenShannonDivergence } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const studentLogits = tf.tensor2d([[0, 1000]]);
 * const teacherLogits = tf.tensor2d([[1000, 0]]);
 * // As far apart as can be: log 2
 * await jensenShannonDivergence(studentLogits, teacherLogits, { temperature: 1 }).data(); // ≈ [0.6931]
 * ```
 */
export function jensenShannonDivergence(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  options: TemperatureOptions,
): Tensor1D {
  const functionName = "jensenShannonDivergence";
  assertLogits(functionName, "studentLogits", studentLogits);
  assertLikeStudent(functionName, "teacherLogits", teacherLogits, studentLogits);
  const temperature = readTemperature(functionName, options, studentLogits.shape[0]);
  const compute = (t: number, z: Tensor2D, v: Tensor2D) => divergence(functionName, z, v, t);
  return tidy(() => atTemperature(functionName, temperature, [studentLogits, teacherLogits], compute));
}

function divergence(functionName: string, student: Tensor2D, teacher: Tensor2D, temperature: number): Tensor1D {
  const [ours, theirs] = [aboveMiddle(student, teacher, temperature), aboveMiddle(teacher, student, temperature)];
  const gradient = (upstream: Tensor, [probs, excess]: readonly Tensor[]) =>
    mul(softmaxPullback(probs as Tensor2D, excess as Tensor2D), rowScale(upstream, temperature / 2));
  const deferred = deferredGradient(functionName, teacher, [student], (upstream, [other], own) => {
    const { probs, excess } = aboveMiddle(own as Tensor2D, other as Tensor2D, temperature);
    return gradient(upstream, [probs, excess]);
  });
  const expected = ({ probs, excess }: typeof ours) => sum<Tensor1D>(mul(probs, excess), 1);
  const value = (): Tensor1D => mul(add(expected(ours), expected(theirs)), temperature ** 2 / 2);
  return withGradient(functionName, student, { value, saved: [ours.probs, ours.excess], gradient }, [deferred]);
}

/** `log(q / m) = log 2 − log(1 + p / q)` of each class, with q from `own` and p from `other`, and q itself. */
function aboveMiddle(own: Tensor2D, other: Tensor2D, temperature: number): { probs: Tensor2D; excess: Tensor2D } {
  const [q, p] = [rowSoftmax(own, temperature), rowSoftmax(other, temperature)];
  const excess = constant(() => {
    const gap = sub(boundScaled(p.scaled), boundScaled(q.scaled));
    const logRatio = sub<Tensor2D>(gap, expandDims(logNormaliserGap(p.probs, q.probs), 1));
    return sub<Tensor2D>(Math.LN2, softplus(logRatio));
  });
  return { probs: q.probs, excess };
}
