import { assertInteger, assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertTensors } from "./internal/assert-tensors.ts";
import { dropoutMask } from "./internal/operations/dropout-mask.ts";
import { registerGradient } from "./internal/operations/register-operation.ts";

/** Options of {@link seededDropout}. */
export interface SeededDropoutOptions {
  /** The share of elements that become 0. */
  readonly rate: number;
  /** Decides which; an integer from 0 to 2³² − 1. Take another one in every step. */
  readonly seed: number;
}

const OPTIONS: OptionNames<SeededDropoutOptions> = { rate: true, seed: true };

/**
 * Sets a share of the elements to 0 and divides the others by what is left, `x / (1 − rate)`, so that the mean stays.
 *
 * The same elements go for the same seed and size on every backend, and in the gradient. On the repaired wasm backend it is one pass, and no mask is
 * kept; elsewhere the mask is made in JavaScript. `tf.dropout` draws every number in JavaScript and takes six kernels.
 *
 * @param x any shape, float32
 * @returns a new tensor of the shape of `x` that the caller owns
 * @throws ArgumentError when `rate` is not in [0, 1) or `seed` is no such integer, or an option is unknown
 * @see Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), "Dropout"
 *
 * @example
 * ```ts
 * import { seededDropout, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await selectBackend();
 * const dropped = seededDropout(tf.ones([8]), { rate: 0.5, seed: 1 });
 * await dropped.data(); // => Float32Array.of(0, 0, 0, 2, 2, 0, 2, 2)
 * ```
 */
export function seededDropout<T extends tf.Tensor>(x: T, options: SeededDropoutOptions): T {
  assertOptions("seededDropout", options, OPTIONS);
  const { rate, seed } = options;
  assertNumber("seededDropout", "rate", rate, { min: 0, below: 1 });
  assertInteger("seededDropout", "seed", seed, { min: 0, max: 2 ** 32 - 1 });
  assertTensors("seededDropout", { x });
  if (tf.getKernel(KERNEL, tf.getBackend()) === undefined) return multiplyByMask(x, options);
  registerGradient(GRADIENT);
  return runKernel(x, { rate, seed });
}

const KERNEL = "SeededDropout";

function runKernel<T extends tf.Tensor>(x: T, attrs: tf.NamedAttrMap): T {
  return tf.engine().runKernel(KERNEL, { x }, attrs) as unknown as T;
}

/** Draws the mask again rather than keep it. */
const GRADIENT: tf.GradConfig = {
  kernelName: KERNEL,
  gradFunc: (dy, _saved, attrs) => ({ x: () => runKernel(dy as tf.Tensor, attrs) }),
};

/** Any backend can multiply by a mask that is made here. Making it takes longer than keeping it for the gradient. */
function multiplyByMask<T extends tf.Tensor>(x: T, { rate, seed }: SeededDropoutOptions): T {
  const apply = tf.customGrad((input, save) => {
    const mask = tf.tensor(dropoutMask((input as T).size, rate, seed), (input as T).shape);
    (save as tf.GradSaveFunc)([mask]);
    return {
      value: tf.mul(input as T, mask),
      gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => tf.mul(dy, kept!),
    };
  });
  return apply(x) as T;
}
