import { assertFields, assertOptions, type Fields, type OptionNames } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertUpdate } from "./internal/operations/assert-update.ts";
import { updateInPlace } from "./internal/wasm/update-in-place.ts";

/** Options of {@link sgdUpdate}. */
export interface SgdUpdateOptions {
  readonly learningRate: number;
  /** The velocity, a variable of the same shape, which is updated. Default: none, plain gradient descent. */
  readonly velocity?: tf.Variable | undefined;
  /** The share of the velocity that is kept. Default: 0. */
  readonly momentum?: number;
  /** Looks ahead along the velocity before stepping. Default: false. */
  readonly nesterov?: boolean;
  /** This times the variable is added to the gradient. Default: 0. */
  readonly weightDecay?: number;
}

const OPTIONS: OptionNames<SgdUpdateOptions> = {
  learningRate: true,
  velocity: true,
  momentum: true,
  nesterov: true,
  weightDecay: true,
};

const NUMBERS: Fields = { learningRate: "number", momentum: "number?", weightDecay: "number?", nesterov: "flag?" };

/**
 * One step of stochastic gradient descent on one variable: `v ← m·v + g + λ·w`, `w ← w − η·v`; with Nesterov's look-ahead
 * `w ← w − η·(g + λ·w + m·v)`, without a velocity `w ← w − η·(g + λ·w)`.
 *
 * On the repaired wasm backend it is one pass over the memory, in place; a tensor that shares the variable's memory keeps
 * its old values. A velocity smaller than 2⁻¹⁰⁰ becomes 0 there: with subnormal numbers, to which it shrinks where the gradient
 * stays 0, a step would take many times as long. On other backends it is composed of as few of tfjs's operations as it takes. `variable` and `velocity`
 * change, `gradient` stays the caller's.
 *
 * @throws ArgumentError when the velocity or the gradient has another shape or type than the variable, or an option is unknown
 *
 * @example
 * ```ts
 * import { selectBackend, sgdUpdate } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await selectBackend();
 * const weights = tf.variable(tf.tensor1d([1, 2]));
 * const velocity = tf.variable(tf.tensor1d([10, 0]));
 * sgdUpdate(weights, tf.tensor1d([1, -1]), { learningRate: 0.5, velocity, momentum: 0.5 });
 * await velocity.data(); // => Float32Array.of(6, -1)
 * await weights.data(); // => Float32Array.of(-2, 2.5)
 * ```
 */
export function sgdUpdate(variable: tf.Variable, gradient: tf.Tensor, options: SgdUpdateOptions): void {
  assertOptions("sgdUpdate", options, OPTIONS);
  const { learningRate, velocity, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  assertFields("sgdUpdate", options, NUMBERS);
  assertUpdate("sgdUpdate", variable, { gradient, ...(velocity === undefined ? {} : { velocity }) });
  if (velocity === undefined) {
    if (updateInPlace([variable], gradient, "gradientStep", [learningRate, weightDecay])) return;
  } else {
    const settings = [learningRate, momentum, weightDecay, nesterov];
    if (updateInPlace([variable, velocity], gradient, "momentumStep", settings)) return;
  }
  tf.tidy(() => {
    const slope = weightDecay > 0 ? tf.add(gradient, tf.mul(variable, weightDecay)) : gradient;
    let direction = slope;
    if (velocity !== undefined) {
      const next = tf.add(tf.mul(velocity, momentum), slope);
      velocity.assign(next);
      direction = nesterov ? tf.add(slope, tf.mul(next, momentum)) : next;
    }
    variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
  });
}
