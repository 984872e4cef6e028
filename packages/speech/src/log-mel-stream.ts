import type { Matrix } from "@dark-knowledge/core";
import { createLogMels } from "./internal/log-mels.ts";
import type { LogMelOptions } from "./log-mel-options.ts";

/** The features of a recording that arrives in pieces. */
export interface LogMelStream {
  /**
   * Takes the next samples.
   *
   * @returns a new matrix of the frames that became complete: none or many
   */
  push(samples: ArrayLike<number>): Matrix<Float32Array>;
}

/**
 * Computes the features of {@link logMel} while a recording arrives. However it is cut into pieces, the frames are the same.
 *
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { createLogMelStream } from "@dark-knowledge/speech";
 *
 * // At 8,000 Hz a window has 200 samples, and a hop 80.
 * const stream = createLogMelStream({ sampleRate: 8000, filters: 20 });
 * stream.push(new Float32Array(199)).rows; // => 0
 * stream.push(new Float32Array(1)).rows; // => 1
 * stream.push(new Float32Array(160)).rows; // => 2
 * ```
 */
export function createLogMelStream(options: LogMelOptions): LogMelStream {
  return createLogMels("createLogMelStream", options, "LogMelStream.push");
}
