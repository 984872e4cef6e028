import { createMatrix } from "@dark-knowledge/core";
import { estimateNgrams } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { madeUpLanguage } from "../../../src/speech/made-up-speech.ts";
import {
  packRecogniser,
  packRecording,
  unpackNet,
  unpackRecogniser,
  unpackRecording,
} from "../../../src/speech/recogniser/recogniser-data.ts";

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
const { lexicon, speak } = madeUpLanguage();

test("a recogniser is the same after JSON, the probability 0 of its language model too", () => {
  const language = estimateNgrams([speak(1).words], { words: lexicon.words, order: 2 });
  expect(language.entries.get("<s>")!.logProb).toBe(-Infinity);
  const statistics = { means: Float64Array.of(0.1, 1 / 3), deviations: Float64Array.of(1, 2) };
  const frontEnd = { logMels: { sampleRate: 8000 }, coefficients: 2, deltas: 0, past: 1, future: 0, statistics };
  const known = { lexicon, language, frontEnd, priors: Float64Array.of(0.1, 0.9), decoding: { beam: 9 } };
  expect(unpackRecogniser(throughJson(packRecogniser(known)))).toEqual(known);
  const { statistics: _, ...plain } = frontEnd;
  const other = { ...known, frontEnd: plain, stayProbs: Float64Array.of(0.5, 0.7) };
  expect(unpackRecogniser(throughJson(packRecogniser(other)))).toEqual(other);
});

test("a recording is the same after JSON, whether it has sound or frames", () => {
  const { words, samples } = speak(2);
  expect(unpackRecording(throughJson(packRecording({ words, samples })))).toEqual({ words, samples });
  const frames = createMatrix(2, 3, Float32Array.of(0.1, -1e30, 3, 4, 5, 6e-40));
  // A view of a part of some memory is packed alone.
  const view = { ...frames, rows: 1, data: frames.data.subarray(3) };
  for (const one of [frames, view]) {
    expect(unpackRecording(throughJson(packRecording({ words, frames: one })))).toEqual({ words, frames: one });
  }
});

test("the weights of a net are the bytes of their base64", () => {
  const { weightData } = unpackNet({ modelTopology: {}, weightSpecs: [], weights: "AAH/" });
  expect(new Uint8Array(weightData as ArrayBuffer)).toEqual(Uint8Array.of(0, 1, 255));
});
