import { createRandom, deriveSeed, softmax } from "@dark-knowledge/core";
import type { CompiledModel } from "@dark-knowledge/runtime";
import {
  createContextStream,
  createDeltaStream,
  createLogMelStream,
  featureStatistics,
  normaliseFeatures,
  withDeltas,
} from "@dark-knowledge/speech";
import { cepstraOf, type FrontEnd, framesOf } from "../front-end.ts";

/** How long frames take from samples to the probabilities of their states. */
export interface FrameLatency {
  /** The frames that were timed. */
  readonly frames: number;
  /** In milliseconds, as the next one. */
  readonly median: number;
  /** Nineteen of twenty frames took no longer. */
  readonly percentile95: number;
}

const [WARM_UPS, FRAMES] = [200, 1000];

/**
 * Times frames of noise one by one, each from the samples that arrive in one hop to the probabilities of the states of a frame: filterbank, cepstra,
 * slopes, normalisation, window, net and softmax.
 *
 * @param now a clock in milliseconds
 */
export function frameLatency(net: CompiledModel, frontEnd: FrontEnd, now: () => number): FrameLatency {
  const { logMels } = frontEnd;
  const hop = Math.round(logMels.sampleRate * (logMels.hopSeconds ?? 0.01));
  const sound = someNoise(hop * (WARM_UPS + FRAMES + 100));
  const answer = createAnswers(net, frontEnd, sound);
  const times: number[] = [];
  for (let at = 0, answered = 0; times.length < FRAMES; at += hop) {
    const begin = now();
    const probs = answer(sound.subarray(at, at + hop));
    const time = now() - begin;
    if (probs !== undefined && ++answered > WARM_UPS) times.push(time);
  }
  times.sort((one, other) => one - other);
  return { frames: FRAMES, median: times[FRAMES / 2]!, percentile95: times[Math.ceil(0.95 * FRAMES) - 1]! };
}

/** Makes what answers to the samples of one hop after the other; to the first ones it has no answer yet. */
function createAnswers(net: CompiledModel, frontEnd: FrontEnd, sound: Float32Array) {
  const { logMels, deltas, past, future } = frontEnd;
  const stream = createLogMelStream(logMels);
  const slopes = createDeltaStream({ order: deltas });
  const windows = createContextStream({ past, future });
  const whole = withDeltas(framesOf(sound, frontEnd), { order: deltas });
  const { statistics = featureStatistics([whole]) } = frontEnd;
  return (samples: Float32Array): Float64Array | undefined => {
    const features = slopes.push(cepstraOf(stream.push(samples), frontEnd));
    const { rows, data } = windows.push(normaliseFeatures(features, { statistics }));
    return rows === 0 ? undefined : softmax(net.predict(data));
  };
}

/** Noise that becomes louder and softer, as speech does. */
function someNoise(length: number): Float32Array {
  const random = createRandom(deriveSeed(1, "noise for timing"));
  return Float32Array.from({ length }, (_, time) => 0.1 * (1.2 + Math.sin(time / 1000)) * random.normal());
}
