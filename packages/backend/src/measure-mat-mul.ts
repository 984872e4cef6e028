import { assertInteger, assertOptions, type OptionNames } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertClock } from "./internal/assert-clock.ts";

/** Options of {@link measureMatMul}. */
export interface MeasureMatMulOptions {
  /** A clock in milliseconds, such as `() => performance.now()`. */
  readonly now: () => number;
  /** The matrices are `size` × `size`. Default: 256. */
  readonly size?: number;
  /** How many products are timed; the median counts. Default: 5. */
  readonly rounds?: number;
  /** Multiplies the transpose of the left matrix, as the gradient of weights does. Default: false. */
  readonly transposeA?: boolean;
  /** Multiplies by the transpose of the right matrix, as the gradient of activations does. Default: false. */
  readonly transposeB?: boolean;
}

const OPTIONS: OptionNames<MeasureMatMulOptions> = {
  now: true,
  size: true,
  rounds: true,
  transposeA: true,
  transposeB: true,
};

/** Result of {@link measureMatMul}. */
export interface MatMulSpeed {
  /** The backend that was measured. */
  readonly backend: string;
  readonly size: number;
  /** The median time of one product. */
  readonly milliseconds: number;
  /** `2·size³` operations in that time, in 10⁹ per second. */
  readonly gflops: number;
}

/**
 * Measures how fast the current backend multiplies two square matrices of float32.
 *
 * One product goes before, untimed. Each product is waited for by reading one element of it, so backends that compute
 * later are timed as well. `gflops` is `Infinity` when the clock is too coarse to see a product; take a larger size.
 *
 * @throws ArgumentError when `size` or `rounds` is not a positive integer, `now` is no clock, or an option is unknown
 *
 * @example
 * ```ts
 * import { measureMatMul, selectBackend } from "@dark-knowledge/backend";
 *
 * await selectBackend();
 * let milliseconds = 0;
 * const speed = await measureMatMul({ now: () => (milliseconds += 2), size: 100 });
 * speed.milliseconds; // => 2
 * speed.gflops; // => 1
 * ```
 */
export async function measureMatMul(options: MeasureMatMulOptions): Promise<MatMulSpeed> {
  assertOptions("measureMatMul", options, OPTIONS);
  const { now, size = 256, rounds = 5, transposeA = false, transposeB = false } = options;
  assertClock("measureMatMul", now);
  assertInteger("measureMatMul", "size", size, { min: 1 });
  assertInteger("measureMatMul", "rounds", rounds, { min: 1 });
  const a = tf.tensor2d(ramp(size), [size, size]);
  const b = tf.tensor2d(ramp(size), [size, size]);
  try {
    const multiply = () => runProduct(() => tf.matMul(a, b, transposeA, transposeB));
    await multiply();
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = now();
      await multiply();
      times.push(now() - start);
    }
    const milliseconds = times.sort((x, y) => x - y)[Math.floor(rounds / 2)]!;
    return { backend: tf.getBackend(), size, milliseconds, gflops: (2 * size ** 3) / milliseconds / 1e6 };
  } finally {
    tf.dispose([a, b]);
  }
}

async function runProduct(product: () => tf.Tensor2D): Promise<void> {
  const corner = tf.tidy(() => tf.slice(product(), [0, 0], [1, 1]));
  try {
    await corner.data();
  } finally {
    corner.dispose();
  }
}

/** Some values between −1 and 1; a constant would let denormals or zeros flatter the backend. */
function ramp(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, index) => ((index * 7919) % 2003) / 1001 - 1);
}
