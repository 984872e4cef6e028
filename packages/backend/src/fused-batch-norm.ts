import {
  ArgumentError,
  assertNumber,
  assertOptions,
  formatShape,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertTensors } from "./internal/assert-tensors.ts";
import { BATCH_NORM_GRADIENT } from "./internal/operations/batch-norm-gradient.ts";
import { registerGradient } from "./internal/operations/register-operation.ts";

/** Options of {@link fusedBatchNorm}. */
export interface BatchNormOptions {
  /** Added to the variance, so that nothing is divided by 0. Default: 0.001, as in tfjs-layers. */
  readonly epsilon?: number;
}

const OPTIONS: OptionNames<BatchNormOptions> = { epsilon: true };

/** Result of {@link fusedBatchNorm}; the caller owns all three tensors. */
export interface BatchNormResult<T extends tf.Tensor> {
  /** Of the shape of `x`. */
  readonly y: T;
  /** The mean of each channel over everything else, `[channels]`. */
  readonly mean: tf.Tensor1D;
  /** Its variance, divided by the number of elements: not the unbiased one. */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalisation in training, `gamma·(x − mean) / √(variance + epsilon) + beta` for each channel, with the mean and variance of
 * this batch.
 *
 * On the repaired wasm backend it is one kernel forward and one backward, with totals in float64; tfjs computes it in some forty.
 * On other backends tfjs's operations compute it. The gradient goes through the mean and the variance too, also those returned.
 *
 * @param x `[…, channels]`, float32, at least two axes
 * @param gamma `[channels]`, float32
 * @param beta `[channels]`, float32
 * @throws ArgumentError when a shape or dtype does not fit, `epsilon` is not positive, or an option is unknown
 * @see Ioffe and Szegedy (2015), "Batch Normalization", algorithm 1 and section 3
 *
 * @example
 * ```ts
 * import { fusedBatchNorm, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await selectBackend();
 * const x = tf.tensor2d([[1], [3]]);
 * const { y, mean, variance } = fusedBatchNorm(x, tf.tensor1d([2]), tf.tensor1d([5]), { epsilon: 3 });
 * await y.data(); // => Float32Array.of(4, 6)
 * await mean.data(); // => Float32Array.of(2)
 * await variance.data(); // => Float32Array.of(1)
 * ```
 */
export function fusedBatchNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  options: BatchNormOptions = {},
): BatchNormResult<T> {
  assertOptions("fusedBatchNorm", options, OPTIONS);
  const { epsilon = 1e-3 } = options;
  assertNumber("fusedBatchNorm", "epsilon", epsilon, { above: 0 });
  assertTensors("fusedBatchNorm", { x, gamma, beta });
  if (x.rank < 2) refuse("x", "must have at least two axes", formatShape(x.shape), "shape");
  const channels = x.shape[x.rank - 1]!;
  for (const [name, tensor] of [
    ["gamma", gamma],
    ["beta", beta],
  ] as const) {
    if (tensor.rank !== 1 || tensor.shape[0] !== channels) {
      refuse(name, `must have shape [${channels}] (as the last axis of x)`, formatShape(tensor.shape), "shape");
    }
  }
  for (const [name, tensor] of Object.entries({ x, gamma, beta })) {
    if (tensor.dtype !== "float32") refuse(name, "must be float32", formatValue(tensor.dtype), "dtype");
  }
  if (tf.getKernel("BatchNorm", tf.getBackend()) === undefined) return compose(x, gamma, beta, epsilon);
  registerGradient(BATCH_NORM_GRADIENT);
  const outputs = tf.engine().runKernel("BatchNorm", { x, gamma, beta }, { epsilon }) as unknown as tf.Tensor[];
  const [y, mean, variance] = outputs as [T, tf.Tensor1D, tf.Tensor1D];
  return { y, mean, variance };
}

function compose<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
): BatchNormResult<T> {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(
      x,
      Array.from({ length: x.rank - 1 }, (_, axis) => axis),
    );
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    const y = tf.add(tf.mul(tf.sub(x, mean), scale), beta) as T;
    return { y, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
  }) as unknown as BatchNormResult<T>;
}

function refuse(argument: string, expected: string, received: string, code: "shape" | "dtype"): never {
  throw new ArgumentError({ functionName: "fusedBatchNorm", argument, expected, received, code });
}
