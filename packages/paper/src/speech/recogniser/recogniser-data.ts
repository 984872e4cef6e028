import type { Matrix } from "@dark-knowledge/core";
import type { ModelArtifacts } from "@dark-knowledge/runtime";
import type { DecoderOptions, Lexicon, NgramEntry } from "@dark-knowledge/speech";
import type { FrontEnd } from "../front-end.ts";
import type { Recording } from "../speech-data.ts";
import type { RecogniserParts } from "./create-recogniser.ts";

/** The parts of a recogniser besides its net, as JSON holds them. */
export interface RecogniserData {
  readonly frontEnd: Omit<FrontEnd, "statistics"> & {
    readonly statistics?: { readonly means: readonly number[]; readonly deviations: readonly number[] };
  };
  readonly lexicon: Lexicon;
  readonly language: {
    readonly order: number;
    /** The logarithm of the probability 0 is null. */
    readonly entries: readonly (readonly [string, number | null, number])[];
  };
  readonly stayProbs?: readonly number[];
  readonly priors: readonly number[];
  readonly decoding: DecoderOptions;
}

/** A recording as JSON holds it: 16 bits for each sample, or 32 for each number of a frame, in base64. */
export interface RecordingData {
  readonly words: readonly string[];
  readonly samples?: string;
  readonly frames?: { readonly columns: number; readonly data: string };
}

/** A model as JSON holds it. */
export type NetData = Pick<ModelArtifacts, "modelTopology" | "weightSpecs"> & { readonly weights: string };

type Known = Omit<RecogniserParts, "net">;

/** Makes JSON of the parts of a recogniser. */
export function packRecogniser({ frontEnd, lexicon, language, stayProbs, priors, decoding }: Known): RecogniserData {
  const { statistics, ...heard } = frontEnd;
  return {
    frontEnd: {
      ...heard,
      ...(statistics
        ? { statistics: { means: Array.from(statistics.means), deviations: Array.from(statistics.deviations) } }
        : {}),
    },
    lexicon,
    language: {
      order: language.order,
      entries: Array.from(language.entries, ([words, { logProb, backOffLogProb }]) => [
        words,
        logProb === -Infinity ? null : logProb,
        backOffLogProb,
      ]),
    },
    ...(stayProbs ? { stayProbs: Array.from(stayProbs) } : {}),
    priors: Array.from(priors),
    decoding,
  };
}

/** Makes the parts of a recogniser again. */
export function unpackRecogniser({ frontEnd, language, stayProbs, priors, ...rest }: RecogniserData): Known {
  const { statistics, ...heard } = frontEnd;
  const entries = language.entries.map(([words, logProb, backOffLogProb]): [string, NgramEntry] => [
    words,
    { logProb: logProb ?? -Infinity, backOffLogProb },
  ]);
  return {
    ...rest,
    frontEnd: {
      ...heard,
      ...(statistics
        ? {
            statistics: {
              means: Float64Array.from(statistics.means),
              deviations: Float64Array.from(statistics.deviations),
            },
          }
        : {}),
    },
    language: { order: language.order, entries: new Map(entries) },
    ...(stayProbs ? { stayProbs: Float64Array.from(stayProbs) } : {}),
    priors: Float64Array.from(priors),
  };
}

/** Makes JSON of a recording. */
export function packRecording({ words, samples, frames }: Recording): RecordingData {
  return {
    words,
    ...(samples ? { samples: toBase64(Int16Array.from(samples, (sample) => Math.round(sample * SCALE))) } : {}),
    ...(frames ? { frames: { columns: frames.columns, data: toBase64(Float32Array.from(frames.data)) } } : {}),
  };
}

/** Makes a recording again. */
export function unpackRecording({ words, samples, frames }: RecordingData): Recording {
  return {
    words,
    ...(samples ? { samples: Float32Array.from(new Int16Array(fromBase64(samples)), (sample) => sample / SCALE) } : {}),
    ...(frames ? { frames: matrixOf(frames.columns, new Float32Array(fromBase64(frames.data))) } : {}),
  };
}

/** Makes a model again. */
export function unpackNet({ weights, ...net }: NetData): ModelArtifacts {
  return { ...net, weightData: fromBase64(weights) };
}

/** The divisor of a sample of 16 bits. */
const SCALE = 2 ** 15;

const matrixOf = (columns: number, data: Float32Array<ArrayBuffer>): Matrix<Float32Array> => ({
  rows: data.length / columns,
  columns,
  data,
});

/** The bytes of numbers, the lowest of each first, as on every machine that there is. */
function toBase64({ buffer }: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>): string {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
}
