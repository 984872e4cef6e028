import {
  abs,
  add,
  expm1,
  less,
  mul,
  scalar,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  where,
} from "@tensorflow/tfjs-core";
import { assertTargetsObject } from "./internal/assert-targets-object.ts";
import { constant } from "./internal/constant.ts";
import { knownLogVariances, standardisedDifference } from "./internal/gaussians.ts";
import { assertNumbers, sumOfOutputs } from "./internal/number-error.ts";
import type { NumberLossOptions } from "./number-loss-options.ts";

/** How sure a student of numbers is, and what its teacher says. */
export interface GaussianTeacher {
  /** The student's logarithms of its variances, `[batch, outputs]`. */
  readonly logVariances: Tensor2D;
  /** The teacher's means, `[batch, outputs]`. */
  readonly teacherPredictions: Tensor2D;
  /** The teacher's logarithms of its variances, `[batch, outputs]`. */
  readonly teacherLogVariances: Tensor2D;
}

/**
 * The Kullback-Leibler divergence of a student's Gaussians from its teacher's, per example, summed over the outputs: the soft term for
 * numbers whose teacher says how sure it is.
 *
 * `½ Σ_o (log σ² − log τ² + (τ² + (s − t)²) / σ² − 1)`, with the student's means s and variances σ², and the teacher's t and τ². It is 0
 * where both are equal. A student learns from a sure teacher and is left alone by an unsure one, whose variance it takes on. The gradients
 * reach the teacher's tensors too. `known`, and log variances beyond ±40, are as in {@link gaussianNegativeLogLikelihood}; a teacher of very
 * small variance makes it that loss, up to a constant.
 *
 * @param predictions the student's means, `[batch, outputs]`, float32
 * @param given `logVariances`, `teacherPredictions` and `teacherLogVariances`, all of the same shape
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor has another type or shape
 * @see Kullback and Leibler (1951), *On information and sufficiency*; for one-dimensional Gaussians
 *
 * @example
 * ```ts
 * import { gaussianKlDivergence } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // All variances are 1.
 * const [teacherPredictions, logVariances] = [tf.tensor2d([[1]]), tf.tensor2d([[0]])];
 * const given = { logVariances, teacherPredictions, teacherLogVariances: logVariances };
 * await gaussianKlDivergence(tf.tensor2d([[3]]), given).data(); // => [2]
 * ```
 */
export function gaussianKlDivergence(
  predictions: Tensor2D,
  given: GaussianTeacher,
  options: NumberLossOptions = {},
): Tensor1D {
  const functionName = "gaussianKlDivergence";
  assertTargetsObject(functionName, given, "logVariances, teacherPredictions and teacherLogVariances");
  const { logVariances, teacherPredictions, teacherLogVariances } = given;
  assertNumbers(functionName, predictions, { logVariances, teacherPredictions, teacherLogVariances }, options);
  return tidy(() => {
    const known = options?.known;
    const spread = knownLogVariances(logVariances, known);
    const ratio = sub<Tensor2D>(knownLogVariances(teacherLogVariances, known), spread);
    const difference = standardisedDifference(predictions, teacherPredictions, spread, known);
    return sumOfOutputs(add<Tensor2D>(excess(ratio), square(difference)), 0.5);
  });
}

/** Up to here the terms of `e^x − 1 − x` cancel, and five of its series are exact. */
const SMALL = 0.1;

/** `e^x − 1 − x` */
function excess(x: Tensor2D): Tensor2D {
  const isSmall = constant(() => less(abs(x), SMALL) as Tensor2D);
  // x² (1/2 + x/6 + x²/24 + x³/120 + x⁴/720), from the inside out.
  const series = [120, 24, 6, 2].reduce<Tensor>((sum, divisor) => add(1 / divisor, mul(x, sum)), scalar(1 / 720));
  return where(isSmall, mul(square(x), series), sub(expm1(x), x)) as Tensor2D;
}
