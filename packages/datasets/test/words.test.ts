import { expect, test } from "vitest";
import { splitWords, words } from "../src/words.ts";

test.each([
  ["So good!", ["so", "good", "!"]],
  ["", []],
  [" \n\t ", []],
  ["can't stop_it 3.14", ["can", "'", "t", "stop_it", "3", ".", "14"]],
  ["Straße ÜBER naïve", ["straße", "über", "naïve"]],
  // Decomposed signs are composed, marks belong to their letter, and signs outside the basic plane stay whole.
  ["u\u0308ber", ["über"]],
  ["हिन्दी 日本語", ["हिन्दी", "日本語"]],
  ["ok 😀😀", ["ok", "😀", "😀"]],
])("splitWords(%j)", (text, wanted) => {
  expect(splitWords(text, true)).toEqual(wanted);
});

test("words({lowercase: false}) keeps capital letters", () => {
  expect(words({ lowercase: false })).toEqual({ kind: "words", version: 1, lowercase: false });
  expect(splitWords("So Good", false)).toEqual(["So", "Good"]);
});
