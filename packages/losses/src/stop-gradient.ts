import { clone, type Tensor } from "@tensorflow/tfjs-core";
import { constant } from "./internal/constant.ts";

/**
 * The same values, but a constant to every gradient: nothing flows back through the result.
 *
 * Put it around a teacher's logits when the teacher runs inside the function that is differentiated.
 *
 * @param x any tensor
 * @returns a new tensor of the same shape and dtype, owned by the caller
 *
 * @example
 * ```ts
 * import { stopGradient } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 *
 * const gradient = tf.grad((x) => tf.mul(x, stopGradient(x)));
 * // x · constant: the derivative of x² would be 6.
 * await gradient(tf.scalar(3)).data(); // => [3]
 * ```
 */
export function stopGradient<Any extends Tensor>(x: Any): Any {
  return constant(() => clone(x));
}
