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

test("connectDigits(recordings, options) has pauses as loud as what is quiet, around digits that stay as they are", () => {
  const spoken = recordings.map((one) => ({
    ...one,
    samples: Float32Array.from({ length: 80 }, (_, at) => (at < 4 ? 0.01 : 0.5)),
  }));
  const pauses = { shortest: 300, longest: 500 };
  const utterances = connectDigits(spoken, { seed: 3, shortest: 3, longest: 7, pauses });
  const lengths = utterances.map(({ words }) => words.length);
  expect([Math.max(...lengths), lengths.reduce((sum, length) => sum + length)]).toEqual([7, 60]);
  // The last utterance of a speaker has what is left.
  const short = utterances.filter(
    ({ words }, at) => words.length < 3 && utterances[at + 1]?.speaker === utterances[at]!.speaker,
  );
  expect(short).toEqual([]);
  const heard = new Set<number>();
  for (const { offsets, samples, words } of utterances) {
    const begins = [...offsets.subarray(0, words.length)];
    const gaps = begins.map((begin, at) => [at === 0 ? 0 : begins[at - 1]! + 80, begin] as const);
    gaps.push([offsets.at(-1)!, samples.length]);
    expect(offsets.at(-1)).toBe(begins.at(-1)! + 80);
    for (const [from, to] of gaps) {
      heard.add(to - from);
      const level = Math.sqrt(samples.subarray(from, to).reduce((sum, value) => sum + value ** 2, 0) / (to - from));
      expect(level / 0.01).toBeGreaterThan(0.8);
      expect(level / 0.01).toBeLessThan(1.2);
    }
    for (const begin of begins) expect(samples.subarray(begin, begin + 80)).toEqual(spoken[0]!.samples);
  }
  expect(Math.min(...heard)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...heard)).toBeLessThanOrEqual(500);
  expect(heard.size).toBeGreaterThan(20);
});

test("connectDigits(recordings, options) has no digital silence in pauses, even between recordings that have", () => {
  const silent = [{ ...recordings[0]!, samples: new Float32Array(9) }];
  const { samples } = connectDigits(silent, { seed: 1, pauses: { shortest: 1000, longest: 1000 } })[0]!;
  expect(samples.length).toBe(2009);
  const level = Math.sqrt(samples.reduce((sum, value) => sum + value ** 2, 0) / 2000);
  expect(level * 2 ** 16).toBeGreaterThan(0.9);
  expect(level * 2 ** 16).toBeLessThan(1.1);
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
  [
    "more digits at least than at most",
    () => connectDigits(recordings, { seed: 1, shortest: 6 }),
    "connectDigits: shortest must be an integer, at least 1 and at most 5, got 6",
  ],
  [
    "pauses without a length",
    () => connectDigits(recordings, { seed: 1, pauses: { longest: 5 } as never }),
    "connectDigits: pauses.shortest must be an integer, at least 0 and at most 5, got undefined",
  ],
])("connectDigits refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
