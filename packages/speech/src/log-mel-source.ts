import { assertFields, assertInteger, assertOptions, resample } from "@dark-knowledge/core";
import { logMel } from "./log-mel.ts";

/** How recordings became log mel features, see {@link logMelSource}: plain data, safe in JSON. */
export interface LogMelSource {
  readonly kind: "log-mel";
  readonly version: 1;
  /** Samples per second. */
  readonly sampleRate: number;
}

/** A raw recording. */
export interface RawRecording {
  /** Samples per second. */
  readonly sampleRate: number;
  /** One channel, usually from −1 to 1. */
  readonly samples: ArrayLike<number>;
}

/** The number of filters, and so of numbers in a frame. */
const FILTERS = 40;

/**
 * Describes the features of {@link logMel} at its defaults as the source of a dataset's column: each recording is a sequence of frames of
 * 40 numbers. A saved student keeps it, so that it takes raw recordings where it is given {@link LOG_MELS}.
 *
 * @throws ArgumentError when the sample rate is not a positive integer
 *
 * @example
 * ```ts
 * import { LOG_MELS, logMelSource } from "@dark-knowledge/speech";
 *
 * const source = logMelSource({ sampleRate: 8000 });
 * LOG_MELS.encode({ sampleRate: 8000, samples: new Float32Array(4000) }, source).length; // => 1920
 * ```
 */
export function logMelSource(options: { readonly sampleRate: number }): LogMelSource {
  assertOptions<{ sampleRate: number }>("logMelSource", options, { sampleRate: true });
  const { sampleRate } = options;
  assertInteger("logMelSource", "sampleRate", sampleRate, { min: 1 });
  return { kind: "log-mel", version: 1, sampleRate };
}

/** The kind of {@link logMelSource}, for the option `kinds` of `columnOf`, `loadStudent` and `loadExamples`. */
export const LOG_MELS: {
  readonly kind: "log-mel";
  readonly version: 1;
  readonly type: "float32";
  readonly isSequence: true;
  readonly shape: () => readonly number[];
  readonly encode: (raw: RawRecording, source: LogMelSource) => Float32Array;
} = {
  kind: "log-mel",
  version: 1,
  type: "float32",
  isSequence: true,
  shape: () => [FILTERS],
  encode(raw, { sampleRate }) {
    assertFields("LOG_MELS.encode", { raw }, { raw: "object" });
    return logMel(resample(raw.samples, { from: raw.sampleRate, to: sampleRate }), { sampleRate, filters: FILTERS })
      .data;
  },
};
