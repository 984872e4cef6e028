import { expect, test } from "vitest";
import { tiedState } from "../src/index.ts";
import { CONTEXT_LEXICON } from "./some-aligned.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

test("tiedState(lexicon, state) follows the questions", () => {
  const tied = someTiedLexicon(CONTEXT_LEXICON, 1);
  const [a, k] = ["A", "K"].map((phone) => tied.phones.indexOf(phone)) as [number, number];
  const leaf = (state: number) => ({ state, occupancy: 1 });
  const stateTrees = CONTEXT_LEXICON.phones.flatMap((_, phone) => [leaf(2 * phone), leaf(2 * phone + 1)] as const);
  const question = { phones: [-1, k], gain: 1, no: leaf(2 * a + 1), yes: leaf(CONTEXT_LEXICON.stateCount) };
  const lexicon = (side: "left" | "right") => ({
    ...tied,
    stateCount: CONTEXT_LEXICON.stateCount + 1,
    stateTrees: stateTrees.map((tree, place) => (place === 2 * a + 1 ? { ...question, side } : tree)),
  });
  const lookUp = (side: "left" | "right", neighbours: object) =>
    tiedState(lexicon(side), { phone: "A", position: 1, ...neighbours });
  expect(lookUp("left", {})).toBe(CONTEXT_LEXICON.stateCount);
  expect(lookUp("left", { left: "K", right: "A" })).toBe(CONTEXT_LEXICON.stateCount);
  expect(lookUp("left", { left: "A", right: "K" })).toBe(2 * a + 1);
  expect(lookUp("right", { left: "A", right: "K" })).toBe(CONTEXT_LEXICON.stateCount);
  expect(tiedState(lexicon("left"), { phone: "A" })).toBe(2 * a);
});

test("tiedState(lexicon, state) without tied states is a matter of phone and position", () => {
  const state = { phone: "K", position: 1, left: "A" };
  expect(tiedState(CONTEXT_LEXICON, state)).toBe(2 * CONTEXT_LEXICON.phones.indexOf("K") + 1);
});

test("tiedState(lexicon, state) refuses phones and positions that are not there", () => {
  expect(() => tiedState(CONTEXT_LEXICON, { phone: "A", right: "ZH" })).toThrow(
    'tiedState: right must be a phone of the lexicon, got "ZH"',
  );
  expect(() => tiedState(CONTEXT_LEXICON, { phone: "A", position: 2 })).toThrow(
    "tiedState: position must be an integer, at least 0 and below 2, got 2",
  );
});
