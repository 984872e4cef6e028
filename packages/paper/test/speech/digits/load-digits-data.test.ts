import { datasetSize, labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { loadDigitsData } from "../../../src/speech/digits/load-digits-data.ts";
import { featuresOf, framesOf } from "../../../src/speech/front-end.ts";
import { type DigitsSpec, resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";
import { dataSource } from "../../fixtures/data-source.ts";
import { TINY_DIGITS } from "../../fixtures/tiny-digits.ts";
import { writeDigits } from "../../fixtures/write-digits.ts";

const inside = useTemporaryDirectory();
const load = (path: string, over = {}) =>
  loadDigitsData(
    resolveSpeechSpec(TINY_DIGITS, { data: { path } }, over) as DigitsSpec,
    dataSource({ cache: inside("cache") }),
  );

test("recordings of the official split become utterances of one speaker, and are said to be of 8,000 samples a second", async () => {
  const data = await load(writeDigits(inside("digits")));
  const { training, tuning, test: tested, testWords, testOffsets, lexicon, frontEnd, recordings, facts } = data;
  // Two recordings of ten digits by three speakers, each in two utterances; one for validation, one for the test.
  expect(facts).toEqual([
    expect.stringMatching(
      /^spoken digits of 3 speakers at 8000 samples a second: \d+ utterances of 60 recordings for training, \d+ utterances of 30 recordings for validation, \d+ utterances of 30 recordings for the test$/,
    ),
  ]);
  expect([tuning!.words.flat().length, testWords.flat().length]).toEqual([30, 30]);
  expect(testWords.every(({ length }) => length <= 7)).toBe(true);
  const sizes = [training, tuning!.dataset, tested].map(datasetSize);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(training.columns.frames!.starts!.length);
  // Twice as many recordings, each twice; pauses are of random length.
  expect(sizes[0]! / sizes[2]!).toBeGreaterThan(3.5);
  expect(sizes[0]! / sizes[2]!).toBeLessThan(4.5);
  // Three states of nineteen phones and silence, whose frames are the pauses.
  expect(lexicon.stateCount).toBe(60);
  const silent = Array.from(labelsOf(tested)).filter((state) => Math.floor(state / 3) === lexicon.silence).length;
  expect(silent / sizes[2]!).toBeGreaterThan(0.1);
  expect(silent / sizes[2]!).toBeLessThan(0.5);
  expect(frontEnd).toMatchObject({ logMels: { sampleRate: 8000 }, coefficients: 13 });
  // What the page computes of a recording is what nets see of it.
  const [{ samples }] = recordings as [(typeof recordings)[number]];
  const features = featuresOf(framesOf(samples!, frontEnd), frontEnd);
  expect(features.rows).toBe(testOffsets[1]);
  const { values, starts } = tested.columns.frames!;
  const start = starts![tested.rows[0]!]! + 3 * 13;
  expect(values.slice(start, start + 13)).toEqual(features.data.slice(0, 13));
  expect(recordings[0]!.words).toEqual(testWords[0]);
});

test("recordings of another rate are resampled, and said", async () => {
  const tone = Int16Array.from({ length: 16_000 }, (_, time) => 9000 * Math.sin(time / 5));
  const path = writeDigits(inside("digits"), { "6_bob_11.wav": { samples: tone, rate: 16_000 } });
  const { facts } = await load(path);
  expect(facts!.slice(1)).toEqual(["6_bob_11.wav: resampled from 16000 to 8000 samples a second"]);
});

const without = (speaker: string, number: number) =>
  Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`${digit}_${speaker}_${number}.wav`, null]));

test.each<[string, Parameters<typeof writeDigits>[1], string]>([
  ["a speaker without test recordings", without("bob", 0), "no test recordings of bob"],
  ["a speaker without validation", without("cat", 5), "no recordings for validation of cat"],
  [
    "a speaker who cannot be learned from",
    { ...without("ann", 10), ...without("ann", 11) },
    "no recordings for training of ann",
  ],
  [
    "recordings that are too short",
    { "7_ann_10.wav": { samples: new Int16Array(1000).fill(3), rate: 8000 } },
    "7_ann_10.wav: 11 frames of 10 ms, too few for SEVEN, which needs 15",
  ],
])("%s is refused", async (_, others, problem) => {
  const path = writeDigits(inside("digits"), others);
  await expect(load(path)).rejects.toThrow(`loadDigitsData: ${path}: ${problem}`);
});

test("one speaker alone, and empty recordings, are refused", async () => {
  const path = writeDigits(inside("alone"), {}, ["ann"]);
  await expect(load(path)).rejects.toThrow(`loadDigitsData: ${path}: recordings of ann only; two speakers at least`);
  const empty = writeDigits(inside("empty"), { "1_ann_0.wav": { samples: new Int16Array(0), rate: 8000 } });
  await expect(load(empty)).rejects.toThrow("1_ann_0.wav: has no samples");
});
