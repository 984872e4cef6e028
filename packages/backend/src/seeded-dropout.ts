import { assertInteger, assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertTensors } from "./internal/assert-tensors.ts";
import { dropoutMask } from "./internal/operations/dropout-mask.ts";
import {
  type Operation,
  type OperationArguments,
  registerOperation,
} from "./internal/operations/register-operation.ts";

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
 * The same elements go for the same seed and size on every backend, and in the gradient, for which no mask is kept. On the
 * repaired wasm backend it is one pass; `tf.dropout` draws every number in JavaScript and takes six kernels.
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
  registerOperation(SEEDED_DROPOUT);
  return runKernel(x, { rate, seed });
}

function runKernel<T extends tf.Tensor>(x: T, attrs: tf.NamedAttrMap): T {
  return tf.engine().runKernel(SEEDED_DROPOUT.kernelName, { x }, attrs) as unknown as T;
}

/** Any backend can multiply by a mask that is made here. */
function forward({ inputs, attrs }: OperationArguments): tf.TensorInfo {
  const x = inputs.x as tf.Tensor;
  const { rate, seed } = attrs as unknown as SeededDropoutOptions;
  const mask = tf.tensor(dropoutMask(x.size, rate, seed), x.shape);
  const output = tf.mul(x, mask);
  mask.dispose();
  return output;
}

const SEEDED_DROPOUT: Operation = {
  kernelName: "SeededDropout",
  forward,
  gradient: { gradFunc: (dy, _saved, attrs) => ({ x: () => runKernel(dy as tf.Tensor, attrs) }) },
};
