import fc from "fast-check";
import { expect, test } from "vitest";
import { HASHED_TEXT, hashedText } from "../src/hashed-text.ts";

const numbersOf = (text: string, options: Parameters<typeof hashedText>[0]) => [
  ...(HASHED_TEXT.encode(text, hashedText(options)) as number[]),
];

/** The same in big integers. */
function hashOracle(basis: bigint, text: string): number {
  const mask = 0xffffffffn;
  let state = basis;
  for (let index = 0; index < text.length; index++) {
    const unit = BigInt(text.charCodeAt(index));
    for (const byte of [unit % 256n, unit / 256n]) state = ((state ^ byte) * 16777619n) & mask;
  }
  for (const [shift, factor] of [
    [16n, 0x85ebca6bn],
    [13n, 0xc2b2ae35n],
  ] as const) {
    state = ((state ^ (state >> shift)) * factor) & mask;
  }
  return Number(state ^ (state >> 16n));
}

const WORDS_BASIS = 0x811c9dc5n;
const CHARACTERS_BASIS = 0x2b54c7e9n;

test("hashedText numbers runs of words and of characters, from 1 to size", () => {
  const wanted = (basis: bigint, features: readonly string[]) =>
    features.map((one) => 1 + (hashOracle(basis, one) % 977));
  expect(numbersOf("Aé b ok", { size: 977, words: [1, 2] })).toEqual(
    wanted(WORDS_BASIS, ["aé", "aé b", "b", "b ok", "ok"]),
  );
  expect(numbersOf("no 😀", { size: 977, words: null, characters: [2, 3] })).toEqual(
    wanted(CHARACTERS_BASIS, [" n", " no", "no", "no ", "o ", " 😀", " 😀 ", "😀 "]),
  );
});

test("hashedText gives every number from 1 to size and no other", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (text, size) => {
      const numbers = numbersOf(text, { size, words: [1, 3], characters: [1, 4] });
      expect(numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= size)).toBe(true);
    }),
    { seed: 1 },
  );
  const some = Array.from({ length: 200 }, (_, index) => `w${index}`).join(" ");
  expect(new Set(numbersOf(some, { size: 9 })).size).toBe(9);
});

test.each([
  [{ size: 0 }, "size must be an integer, at least 1 and at most 2147483646, got 0"],
  [{ size: 9, words: null }, "words must be given where characters are not, got null"],
  [{ size: 9, words: 2 }, "words must be a pair of lengths or null, got 2"],
  [{ size: 9, characters: [3, 2] }, "characters[1] must be an integer, at least 3 and at most 100, got 2"],
])("hashedText(%o) is refused", (options, message) => {
  expect(() => hashedText(options as never)).toThrow(`hashedText: ${message}`);
});
