import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { clone, Tensor } from "@tensorflow/tfjs-core";
import { constant } from "./internal/constant.ts";

/**
 * The same values, but a constant to every gradient: nothing flows back through the result.
 *
 * Put it around a teacher's logits when the teacher runs inside the function that is differentiated.
 *
 * @param x any tensor
 * @returns a new tensor of the same shape and dtype, owned by the caller
 * @throws ArgumentError when x is no tensor
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
  if (x instanceof Tensor) return constant(() => clone(x));
  throw new ArgumentError({
    ...{ functionName: "stopGradient", argument: "x", expected: "must be a tensor" },
    received: formatValue(x),
    code: "dtype",
  });
}
