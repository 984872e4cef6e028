import { ArgumentError, assertNumber, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertVariables } from "./internal/assert-variables.ts";

/** Options of {@link applyMaxNorm}. */
export interface MaxNormOptions {
  /** The largest length that a unit's vector of incoming weights may have. */
  readonly radius: number;
}

/**
 * Shortens the incoming weights of every unit whose vector is longer than `radius`, in place: `w ← w · min(1, r / ‖w‖)`.
 *
 * This is the "weight constraint" of the paper's teacher. It is meant to be applied after every step; the training
 * loops do that with their `maxNorm` option. The last axis of a weight tensor is that of the units; all others are
 * incoming.
 *
 * @param variables kernels of rank 2 or more: `[inputs, units]` of a dense layer, `[height, width, inputs, units]` of a
 *   convolution
 * @throws ArgumentError when `radius` is not positive or a variable has rank 0 or 1
 * @see Hinton et al. (2012), arXiv 1207.0580, section 2: an upper bound on the L2 norm of each unit's incoming weights
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { applyMaxNorm } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const kernel = tf.variable(tf.tensor2d([[3, 0.5], [4, 0]]));
 * applyMaxNorm([kernel], { radius: 1 });
 * Array.from(await kernel.data(), (weight) => weight.toFixed(2)); // => ["0.60", "0.50", "0.80", "0.00"]
 * kernel.dispose();
 * ```
 */
export function applyMaxNorm(variables: readonly tf.Variable[], options: MaxNormOptions): void {
  assertOptions<MaxNormOptions>("applyMaxNorm", options, { radius: true });
  const { radius } = options;
  assertNumber("applyMaxNorm", "radius", radius, { above: 0, float32: true });
  assertVariables("applyMaxNorm", "variables", variables);
  variables.forEach((variable, index) => {
    if (variable.rank >= 2) return;
    throw new ArgumentError({
      functionName: "applyMaxNorm",
      argument: `variables[${index}]`,
      expected: "must have rank 2 or more",
      received: `rank ${variable.rank}`,
      code: "shape",
    });
  });
  for (const variable of variables) {
    tf.tidy(() => {
      const incoming = Array.from({ length: variable.rank - 1 }, (_, axis) => axis);
      const norm = tf.sqrt(tf.sum(tf.square(variable), incoming, true));
      // A norm of zero gives r / max(0, r) = 1.
      variable.assign(tf.mul(variable, tf.div(radius, tf.maximum(norm, radius))));
    });
  }
}
