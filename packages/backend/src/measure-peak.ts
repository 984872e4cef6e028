import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import { assertClock } from "./internal/assert-clock.ts";
import { kernelsWithoutBackend } from "./internal/wasm/simd-kernels.ts";

/** Options of {@link measurePeak}. */
export interface MeasurePeakOptions {
  /** A clock in milliseconds, such as `() => performance.now()`. */
  readonly now: () => number;
}

const OPTIONS: OptionNames<MeasurePeakOptions> = { now: true };

/** Result of {@link measurePeak}. */
export interface PeakSpeed {
  /** Multiplications and additions of one core in WebAssembly, in 10⁹ per second. */
  readonly gflops: number;
}

/** Ten chains of four floats, each with a product and a sum. */
const OPERATIONS = 80;
const ROUNDS = 1_000_000;
const REPEATS = 5;

/**
 * Measures how many multiplications and additions one core can do at most in WebAssembly with SIMD: in registers, with nothing to
 * wait for. No backend that computes in WebAssembly can be faster for each of its threads. Native libraries can, where the
 * processor's vectors are wider than WebAssembly's 128 bits, or where it multiplies and adds at once and the host does not (Node 20).
 *
 * The loop runs five times, for some milliseconds each, and the shortest time counts. `gflops` is `Infinity` when the clock is
 * too coarse.
 *
 * @throws ArgumentError when `now` is no clock, or an option is unknown
 *
 * @example
 * ```ts
 * import { measurePeak } from "@dark-knowledge/backend";
 *
 * let milliseconds = 0;
 * measurePeak({ now: () => (milliseconds += 2) }).gflops; // => 40
 * ```
 */
export function measurePeak(options: MeasurePeakOptions): PeakSpeed {
  assertOptions("measurePeak", options, OPTIONS);
  const { now } = options;
  assertClock("measurePeak", now);
  const { multiplyAdds } = kernelsWithoutBackend();
  const times = Array.from({ length: REPEATS }, () => {
    const start = now();
    multiplyAdds(ROUNDS);
    return now() - start;
  });
  return { gflops: (OPERATIONS * ROUNDS) / Math.min(...times) / 1e6 };
}
