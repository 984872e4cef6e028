import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { createLogMelStream, logMel } from "../src/index.ts";
import { noise } from "./some-features.ts";

test("createLogMelStream(options) gives the frames of logMel, however the recording is cut", () => {
  const samples = noise(2000, 7);
  const whole = logMel(samples, { sampleRate: 8000 });
  const random = createRandom(8);
  for (const longest of [1, 80, 300, 2000]) {
    const stream = createLogMelStream({ sampleRate: 8000 });
    const frames: number[] = [];
    for (let at = 0; at < samples.length; ) {
      const length = Math.min(samples.length - at, random.integer(longest + 1));
      frames.push(...stream.push(samples.subarray(at, at + length)).data);
      at += length;
    }
    expect(frames).toEqual(Array.from(whole.data));
  }
});

test("a stream is as before after a sample that is refused", () => {
  const samples = noise(400, 9);
  const stream = createLogMelStream({ sampleRate: 8000 });
  stream.push(samples.subarray(0, 250));
  expect(() => stream.push([0, Number.NaN])).toThrow("LogMelStream.push: samples[1] must be a finite number, got NaN");
  expect(stream.push(samples.subarray(250)).data).toEqual(logMel(samples, { sampleRate: 8000 }).data.subarray(40));
});

test("createLogMelStream(options) refuses a hop that is longer than the window", () => {
  expect(() => createLogMelStream({ sampleRate: 8000, hopSeconds: 0.03 })).toThrow(
    "createLogMelStream: hopSeconds must be a finite number, at least 0.000125 and at most 0.025, got 0.03",
  );
});
