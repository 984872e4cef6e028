import { expect, test } from "vitest";
import { DIGIT_DICTIONARY, DIGIT_WORDS } from "../src/index.ts";

test("the dictionary has each digit, and no other word", () => {
  const words = DIGIT_DICTIONARY.trim()
    .split("\n")
    .map((line) => line.split("  ")[0]!.replace(/\(\d\)/, ""));
  expect([...new Set(words)]).toEqual(DIGIT_WORDS);
  expect(DIGIT_WORDS).toHaveLength(10);
});
