import type { Matrix } from "@dark-knowledge/core";
import { createLogMels } from "./internal/log-mels.ts";
import type { LogMelOptions } from "./log-mel-options.ts";

/**
 * Computes log mel filterbank features of a recording. A frame is a Hamming window of the pre-emphasised signal; feature j is
 * `ln Σ_k w_jk |X_k|²`, where X is the frame's Fourier transform and w_j a triangle over its frequencies. The triangles are
 * equally spaced in mels, `2595 log₁₀(1 + Hz / 700)`.
 *
 * Only whole windows become frames: n samples have `1 + ⌊(n − window) / hop⌋`, and a recording shorter than a window has none.
 * The sample before the first counts as 0.
 *
 * @param samples the recording, usually from −1 to 1
 * @returns a new matrix, frames × filters
 * @throws ArgumentError when an option is not in its range, a filter is narrower than the resolution of the transform, or a sample is
 *   not finite
 * @see Davis and Mermelstein (1980); section 4 of Hinton, Vinyals and Dean (2015) has 40 such features each 10 ms
 *
 * @example
 * ```ts
 * import { logMel } from "@dark-knowledge/speech";
 *
 * // Half a second of 1,000 Hz.
 * const tone = Float32Array.from({ length: 4000 }, (_, time) => Math.sin((2 * Math.PI * 1000 * time) / 8000));
 * const { rows, columns, data } = logMel(tone, { sampleRate: 8000 });
 * rows; // => 48
 * columns; // => 40
 * // The loudest filter of the last frame is the one around 1,000 Hz.
 * const frame = data.subarray(47 * 40);
 * frame.indexOf(Math.max(...frame)); // => 18
 * ```
 */
export function logMel(samples: ArrayLike<number>, options: LogMelOptions): Matrix<Float32Array> {
  return createLogMels("logMel", options).push(samples);
}
