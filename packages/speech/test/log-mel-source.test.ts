import { resample } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { LOG_MELS, logMel, logMelSource } from "../src/index.ts";

const samples = Float32Array.from({ length: 2000 }, (_, time) => Math.sin((time / 30) ** 2));

test("a recording becomes the frames of logMel, one after the other", () => {
  const source = logMelSource({ sampleRate: 8000 });
  expect(source).toEqual({ kind: "log-mel", version: 1, sampleRate: 8000 });
  expect(LOG_MELS.encode({ sampleRate: 8000, samples }, source)).toEqual(logMel(samples, { sampleRate: 8000 }).data);
  expect(LOG_MELS.shape()).toEqual([40]);
});

test("a recording of another sample rate has the frames of what it is resampled to", () => {
  const source = logMelSource({ sampleRate: 8000 });
  const resampled = resample(samples, { from: 16_000, to: 8000 });
  expect(LOG_MELS.encode({ sampleRate: 16_000, samples }, source)).toEqual(
    logMel(resampled, { sampleRate: 8000 }).data,
  );
});

test("logMelSource(options) refuses a sample rate that is none", () => {
  expect(() => logMelSource({ sampleRate: 0 })).toThrow(
    "logMelSource: sampleRate must be an integer, at least 1, got 0",
  );
});
