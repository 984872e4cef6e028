import { expect, test } from "vitest";
import { forcedAlignment, relabelAlignment, transcriptGraph } from "../src/index.ts";
import { CONTEXT_LEXICON, someAligned } from "./some-aligned.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

test("relabelAlignment(alignment, lexicon, other) is the alignment that tied states have when they score as their phones do", () => {
  const tied = someTiedLexicon(CONTEXT_LEXICON, 4);
  const { features } = someAligned(1, 6)[0]!;
  const scores = (states: number, placeOf: (state: number) => number) => ({
    rows: features.rows,
    columns: states,
    data: Float64Array.from({ length: features.rows * states }, (_, at) => {
      const frame = Math.floor(at / states);
      return -((features.data[2 * frame]! - placeOf(at % states) / 2) ** 2);
    }),
  });
  const places = new Map<number, number>();
  const leaves = (tree: NonNullable<typeof tied.stateTrees>[number], place: number): void => {
    if (!("yes" in tree)) places.set(tree.state, place);
    else for (const child of [tree.yes, tree.no]) leaves(child, place);
  };
  tied.stateTrees!.forEach(leaves);
  const words = ["A", "E", "G", "D"];
  const align = (lexicon: typeof tied, placeOf: (state: number) => number) =>
    forcedAlignment(scores(lexicon.stateCount, placeOf), transcriptGraph(words, lexicon));
  const plain = align(CONTEXT_LEXICON, (state) => state);
  const expected = align(tied, (state) => places.get(state)!);
  expect(relabelAlignment(plain, CONTEXT_LEXICON, tied)).toEqual({ ...expected, score: plain.score });
  expect(relabelAlignment(expected, tied, CONTEXT_LEXICON).states).toEqual(plain.states);
});

test("relabelAlignment(alignment, lexicon, other) refuses other phones", () => {
  const alignment = { ...someAligned(1, 6)[0]!.alignment, score: 0 };
  const other = { ...CONTEXT_LEXICON, phones: ["B", ...CONTEXT_LEXICON.phones.slice(1)] };
  expect(() => relabelAlignment(alignment, CONTEXT_LEXICON, other)).toThrow(
    "relabelAlignment: other.phones must have the phones of the lexicon, 2 states each, got 2 states of B I K S SIL T",
  );
});
