import type { Matrix } from "@dark-knowledge/core";
import {
  type ContextOptions,
  type FeatureStatistics,
  type LogMelOptions,
  logMel,
  mfcc,
  normaliseFeatures,
  withDeltas,
} from "@dark-knowledge/speech";

/** How a recording becomes what nets see. Plain data. */
export interface FrontEnd extends Required<ContextOptions> {
  readonly logMels: LogMelOptions;
  /** How many cepstral coefficients a frame has. Left out where nets see log mel features. */
  readonly coefficients?: number;
  /** How often their slopes are appended. */
  readonly deltas: number;
  /** By which features are normalised. Left out where it is those of the utterance itself, or of its speaker. */
  readonly statistics?: FeatureStatistics;
}

/** Computes the frames of a recording: log mel features, or their cepstra. */
export function framesOf(samples: ArrayLike<number>, frontEnd: FrontEnd): Matrix<Float32Array> {
  return cepstraOf(logMel(samples, frontEnd.logMels), frontEnd);
}

/** Makes cepstra of log mel features where nets see cepstra. */
export function cepstraOf(logMels: Matrix<Float32Array>, { coefficients }: FrontEnd): Matrix<Float32Array> {
  return coefficients === undefined ? logMels : mfcc(logMels, { coefficients });
}

/** Appends slopes to the frames of an utterance and normalises them. */
export function featuresOf(frames: Matrix, { deltas, statistics }: FrontEnd): Matrix<Float32Array> {
  return normaliseFeatures(withDeltas(frames, { order: deltas }), statistics === undefined ? {} : { statistics });
}

/** How long after the middle of a frame the net has all that it sees of it, in milliseconds. */
export function lookaheadOf({ logMels, deltas, future }: FrontEnd): number {
  const { windowSeconds = 0.025, hopSeconds = 0.01 } = logMels;
  return 1000 * (windowSeconds / 2 + (future + DELTA_SPAN * deltas) * hopSeconds);
}

/** The default of `withDeltas`. */
const DELTA_SPAN = 2;
