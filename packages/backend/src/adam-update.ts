import { assertFields, assertOptions, type Fields, type OptionNames } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertUpdate } from "./internal/operations/assert-update.ts";
import { updateInPlace } from "./internal/wasm/update-in-place.ts";

/** Options of {@link adamUpdate}. */
export interface AdamUpdateOptions {
  /** The running mean of the gradients, zero at first. It changes. */
  readonly mean: tf.Variable;
  /** The running mean of the squared gradients, zero at first. It changes. */
  readonly meanSquare: tf.Variable;
  /** Which step this is for the variable, from 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The share of the variable that a step takes off, times the learning rate (AdamW). Default: 0. */
  readonly weightDecay?: number;
}

const OPTIONS: OptionNames<AdamUpdateOptions> = {
  mean: true,
  meanSquare: true,
  step: true,
  learningRate: true,
  beta1: true,
  beta2: true,
  epsilon: true,
  weightDecay: true,
};

const NUMBERS: Fields = {
  ...{ step: "number", learningRate: "number", beta1: "number", beta2: "number", epsilon: "number" },
  weightDecay: "number?",
};

/**
 * One step t of Adam on one variable: `m ← β₁·m + (1 − β₁)·g`, `s ← β₂·s + (1 − β₂)·g²`,
 * `w ← (1 − η·λ)·w − η·m̂ / (√ŝ + ε)` with `m̂ = m / (1 − β₁ᵗ)` and `ŝ = s / (1 − β₂ᵗ)`.
 *
 * On the repaired wasm backend it is one pass over the memory, in place; a tensor that shares the variable's memory keeps
 * its old values. A mean smaller than 2⁻¹⁰⁰ and a mean of squares smaller than 2⁻¹²⁶ become 0 there, because a step with subnormal
 * numbers would take many times as long. On other backends it is composed of tfjs's operations. `variable`, `mean` and `meanSquare`
 * change, `gradient` stays the caller's.
 *
 * @throws ArgumentError when a tensor has another shape or type than the variable, or an option is unknown
 * @see Kingma and Ba (2015), "Adam", algorithm 1; Loshchilov and Hutter (2019), "Decoupled weight decay regularization"
 *
 * @example
 * ```ts
 * import { adamUpdate, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await selectBackend();
 * const weights = tf.variable(tf.tensor1d([1, 2]));
 * const [mean, meanSquare] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
 * const gradient = tf.tensor1d([3, -0.01]);
 * const options = { learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
 * adamUpdate(weights, gradient, { mean, meanSquare, step: 1, ...options });
 * await weights.data(); // ≈ [0.5000, 2.5000]
 * ```
 */
export function adamUpdate(variable: tf.Variable, gradient: tf.Tensor, options: AdamUpdateOptions): void {
  assertOptions("adamUpdate", options, OPTIONS);
  const { mean, meanSquare, step, learningRate, beta1, beta2, epsilon, weightDecay = 0 } = options;
  assertFields("adamUpdate", options, NUMBERS);
  assertUpdate("adamUpdate", variable, { gradient, mean, meanSquare });
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 - beta2 ** step;
  const kept = 1 - learningRate * weightDecay;
  const settings = [rate, beta1, 1 - beta1, beta2, 1 - beta2, correction, epsilon, kept];
  if (updateInPlace([variable, mean, meanSquare], gradient, "adamStep", settings)) return;
  tf.tidy(() => {
    mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
    meanSquare.assign(tf.add(tf.mul(meanSquare, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
    const spread = tf.add(tf.sqrt(tf.div(meanSquare, correction)), epsilon);
    const move = tf.div(tf.mul(mean, rate), spread);
    variable.assign(tf.sub(kept === 1 ? variable : tf.mul(variable, kept), move));
  });
}
