import { expect, test } from "vitest";
import { createLexicon, stateNames } from "../src/index.ts";
import { CONTEXT_LEXICON } from "./some-aligned.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

test("stateNames(lexicon) names each state once, by phone and position", () => {
  expect(stateNames(CONTEXT_LEXICON).slice(0, 3)).toEqual(["A 1", "A 2", "I 1"]);
  const names = stateNames(someTiedLexicon(CONTEXT_LEXICON, 3));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("A 2.2");
});

test("a lexicon without trees has a name for each place in a phone", () => {
  const lexicon = createLexicon(new Map([["A", [["AH"]]]]), { statesPerPhone: 2 });
  expect(stateNames(lexicon)).toEqual(["AH 1", "AH 2", "SIL 1", "SIL 2"]);
});
