import { expect, test } from "vitest";
import { createLexicon, type Pronunciations, readPronunciations } from "../src/index.ts";
import { DICTIONARY } from "./some-hmms.ts";

test("createLexicon(pronunciations) numbers phones in alphabetical order, silence among them", () => {
  expect(createLexicon(readPronunciations(DICTIONARY))).toEqual({
    phones: ["AH", "EY", "N", "OW", "SIL"],
    silence: 4,
    statesPerPhone: 3,
    stateCount: 15,
    words: ["A", "NO"],
    pronunciations: [[[0], [2, 1]], [[2, 3]]],
  });
});

test("createLexicon(pronunciations, { silence }) does not repeat a phone that words have too", () => {
  const { phones, silence } = createLexicon(readPronunciations("NOISE SIL NZ"), { silence: "SIL", statesPerPhone: 1 });
  expect([phones, silence]).toEqual([["NZ", "SIL"], 1]);
});

test.each<[string, Pronunciations, string]>([
  ["no words", new Map(), "pronunciations must be a Map of words, at least one, to their pronunciations, got a Map"],
  [
    "a pronunciation without phones",
    new Map([["A", [[]]]]),
    'pronunciations.get("A") must have pronunciations, each an array of one phone or more, got an array of length 1',
  ],
])("createLexicon(pronunciations) refuses %s", (_, pronunciations, message) => {
  expect(() => createLexicon(pronunciations)).toThrow(`createLexicon: ${message}`);
});
