import { expect, test } from "vitest";
import { connectDigits, DIGIT_WORDS, type SpokenDigit } from "../src/index.ts";

/** Every sample of a recording says which one it is. */
const recordings = ["bob", "ann", "eve"].flatMap((speaker, at) =>
  Array.from({ length: 20 }, (_, index): SpokenDigit => {
    const samples = new Float32Array(3 + ((at + index) % 4)).fill(at * 100 + index);
    return { digit: index % 10, speaker, index: Math.floor(index / 10), samples };
  }),
);

test("connectDigits(recordings, options) uses each recording once, and joins those of one speaker", () => {
  const utterances = connectDigits(recordings, { seed: 1, longest: 4 });
  const used = utterances.flatMap(({ speaker, words, samples, offsets }) => {
    expect(offsets.length).toBe(words.length + 1);
    expect([offsets[0], offsets.at(-1)]).toEqual([0, samples.length]);
    return words.map((word, index) => {
      const part = samples.slice(offsets[index], offsets[index + 1]);
      const found = recordings.find((one) => one.samples[0] === part[0])!;
      expect(part).toEqual(found.samples);
      expect([speaker, word]).toEqual([found.speaker, DIGIT_WORDS[found.digit]]);
      return found;
    });
  });
  expect(new Set(used).size).toBe(60);
  expect(used.length).toBe(60);
  expect([...new Set(utterances.map(({ words }) => words.length))].sort()).toEqual([1, 2, 3, 4]);
  expect([...new Set(utterances.map(({ speaker }) => speaker))]).toEqual(["ann", "bob", "eve"]);
});

test("connectDigits(recordings, options) is the same for a seed, and another for each pass", () => {
  const once = connectDigits(recordings, { seed: 1 });
  const twice = connectDigits(recordings, { seed: 1, passes: 2 });
  expect(twice.slice(0, once.length)).toEqual(once);
  const said = (utterances: typeof once) => utterances.map(({ words }) => words.join(" "));
  expect(said(twice.slice(once.length))).not.toEqual(said(once));
  expect(said(connectDigits(recordings, { seed: 2 }))).not.toEqual(said(once));
  expect(twice.flatMap(({ words }) => words).length).toBe(120);
});

test.each<[string, () => unknown, string]>([
  [
    "no recordings",
    () => connectDigits([], { seed: 1 }),
    "connectDigits: recordings must be an array of recordings, at least one, got an array of length 0",
  ],
  [
    "a digit that is none",
    () => connectDigits([{ ...recordings[0]!, digit: 10 }], { seed: 1 }),
    "connectDigits: recordings[0].digit must be an integer, at least 0 and at most 9, got 10",
  ],
  [
    "utterances without digits",
    () => connectDigits(recordings, { seed: 1, longest: 0 }),
    "connectDigits: longest must be an integer, at least 1 and at most 1000, got 0",
  ],
])("connectDigits refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
