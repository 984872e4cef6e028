import { createRandom } from "@dark-knowledge/core";
import { featureStatistics, logMel, mfcc, normaliseFeatures, withDeltas } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { type FrontEnd, featuresOf, framesOf, lookaheadOf } from "../../src/speech/front-end.ts";

const logMels = { sampleRate: 8000, filters: 12 };
const plain: FrontEnd = { logMels, deltas: 0, past: 2, future: 1 };
const random = createRandom(1);
const samples = Float32Array.from({ length: 900 }, () => random.normal());

test("frames are log mel features, or their cepstra", () => {
  expect(framesOf(samples, plain)).toEqual(logMel(samples, logMels));
  const cepstra = framesOf(samples, { ...plain, coefficients: 5 });
  expect(cepstra).toEqual(mfcc(logMel(samples, logMels), { coefficients: 5 }));
});

test("features have slopes, and are normalised by what is given or by themselves", () => {
  const frames = framesOf(samples, plain);
  const whole = withDeltas(frames, { order: 1 });
  expect(featuresOf(frames, { ...plain, deltas: 1 })).toEqual(normaliseFeatures(whole));
  const statistics = featureStatistics([framesOf(samples.subarray(0, 500), plain)]);
  expect(featuresOf(frames, { ...plain, statistics })).toEqual(normaliseFeatures(frames, { statistics }));
});

test("a net looks ahead by half a window, its frames to come, and two more for each slope", () => {
  expect(lookaheadOf(plain)).toBeCloseTo(22.5);
  expect(lookaheadOf({ ...plain, deltas: 1, future: 5 })).toBeCloseTo(82.5);
});
