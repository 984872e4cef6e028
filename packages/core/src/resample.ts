import { ArgumentError } from "./argument-error.ts";
import { assertArray } from "./assert-array.ts";
import { assertInteger } from "./assert-number.ts";
import { assertOptions } from "./assert-options.ts";
import { formatValue } from "./format.ts";

/** Options of {@link resample}. */
export interface ResampleOptions {
  /** Samples per second of what is given. */
  readonly from: number;
  /** Samples per second of the result: at most 100 times as many, and at least a hundredth. */
  readonly to: number;
}

/** The zeros of the kernel on each side of its middle. */
const ZEROS = 32;
/** The middle of the transition as a share of half the lower rate, so that nothing is left above that half. */
const CUTOFF = 0.92;
/** The shape of the Kaiser window that leaves 79 dB less of what is cut off. */
const BETA = 7.857;
/** More weights than these are computed again for each sample. */
const MOST_WEIGHTS = 2 ** 20;

/**
 * Changes the sample rate of a recording by band-limited interpolation. Sample n of the result is the sum of the samples around the time
 * n / to, each weighed by a windowed sinc of its distance, `c · sinc(c t) · kaiser(t)`; the weights of each sample sum to 1.
 *
 * With L half the lower of the two rates: frequencies below 0.84 L stay what they are to within 0.02 %, those above L, which the lower rate
 * cannot hold, are at least 79 dB below what they were. Nothing is delayed. Before and after the recording there is silence.
 *
 * @returns a new array of `⌈n · to / from⌉` samples
 * @throws ArgumentError when a rate is not a positive integer, one is more than 100 times the other, or a sample is not finite
 * @see Crochiere and Rabiner (1983), Multirate digital signal processing, chapter 4
 *
 * @example
 * ```ts
 * import { resample } from "@dark-knowledge/core";
 *
 * // A tone of 440 Hz at 16,000 samples per second, and what it is at 8,000.
 * const tone = (rate: number) => Float32Array.from({ length: rate / 10 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / rate));
 * const half = resample(tone(16_000), { from: 16_000, to: 8000 });
 * half.length; // => 800
 * half[401]! - tone(8000)[401]!; // ≈ 0.000
 * ```
 */
export function resample(samples: ArrayLike<number>, options: ResampleOptions): Float32Array<ArrayBuffer> {
  assertArray("resample", "samples", samples, "numbers");
  const signal = new Float64Array(samples.length);
  for (let n = 0; n < signal.length; n++) {
    if (!Number.isFinite(samples[n])) fail(`samples[${n}]`, "must be a finite number", formatValue(samples[n]));
    signal[n] = samples[n]!;
  }
  assertOptions<ResampleOptions>("resample", options, { from: true, to: true });
  const { from, to } = options;
  assertInteger("resample", "from", from, { min: 1, max: 1e6 });
  assertInteger("resample", "to", to, { min: 1, max: 1e6 });
  if (Math.max(from, to) > 100 * Math.min(from, to)) {
    fail("to", `must be from ${Math.ceil(from / 100)} to ${from * 100} (100 times from)`, String(to));
  }
  const result = new Float32Array(Math.ceil((signal.length * to) / from));
  if (from === to) result.set(signal);
  else interpolate(signal, result, from / greatestDivisor(from, to), to / greatestDivisor(from, to));
  return result;
}

/** Writes sample n at the time n · step / phases of the signal. */
function interpolate(signal: Float64Array, result: Float32Array, step: number, phases: number): void {
  /** How far the kernel reaches, in samples of the signal. */
  const reach = ZEROS * Math.max(1, step / phases);
  const width = 2 * Math.ceil(reach);
  const isKept = phases * width <= MOST_WEIGHTS;
  const kept: Float64Array[] = [];
  for (let n = 0; n < result.length; n++) {
    const phase = (n * step) % phases;
    const first = (n * step - phase) / phases - width / 2 + 1;
    const weights = kept[phase] ?? weightsOf(phase / phases, reach, width);
    if (isKept) kept[phase] = weights;
    let sum = 0;
    const end = Math.min(width, signal.length - first);
    for (let index = Math.max(0, -first); index < end; index++) sum += weights[index]! * signal[first + index]!;
    result[n] = sum;
  }
}

/** The weights of the samples around a time that lies a part of a sample after one of them. */
function weightsOf(part: number, reach: number, width: number): Float64Array {
  const cutoff = (CUTOFF * ZEROS) / reach;
  const weights = Float64Array.from({ length: width }, (_, index) => {
    const time = part + width / 2 - 1 - index;
    if (Math.abs(time) >= reach) return 0;
    const angle = Math.PI * cutoff * time;
    return (angle === 0 ? 1 : Math.sin(angle) / angle) * bessel(BETA * Math.sqrt(1 - (time / reach) ** 2));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The modified Bessel function I₀, `Σ_k ((x/2)^k / k!)²`. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: "resample", argument, expected, received, code: "range" });
}
