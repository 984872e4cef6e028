import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { createDecoder, createLexicon, estimateNgrams, ngramLogProb } from "../src/index.ts";

const WORDS = ["A", "B", "C", "D"];

/** Interpolated from the longest history down, as the formula has it: recursive, and without back-off weights. */
function wittenBell(transcripts: string[][], order: number, history: readonly string[], word: string): number {
  const said = transcripts.map((one) => ["<s>", ...one, "</s>"]);
  const probAfter = (context: readonly string[]): number => {
    const after = said.flatMap((words) =>
      words.slice(1).filter((_, place) => {
        const from = place + 1 - context.length;
        return from >= 0 && context.every((one, index) => words[from + index] === one);
      }),
    );
    const below = () => (context.length === 0 ? 1 / (WORDS.length + 1) : probAfter(context.slice(1)));
    const types = new Set(after).size;
    if (after.length === 0) return below();
    return (after.filter((one) => one === word).length + types * below()) / (after.length + types);
  };
  return probAfter(history.slice(Math.max(0, history.length - order + 1)));
}

test.each([1, 2, 3, 4])("estimateNgrams(transcripts, { order: %d }) is Witten–Bell's, and sums to 1", (order) => {
  const random = createRandom(order);
  const say = () => Array.from({ length: random.integer(6) }, () => WORDS[random.integer(3)]!);
  const transcripts = Array.from({ length: 12 }, say);
  const model = estimateNgrams(transcripts, { words: WORDS, order });
  expect(model.order).toBe(order);
  for (let round = 0; round < 40; round++) {
    // D never occurs.
    const history = ["<s>", ...Array.from({ length: random.integer(4) }, () => WORDS[random.integer(4)]!)];
    const probs = [...WORDS, "</s>"].map((word) => Math.exp(ngramLogProb(model, history, word)));
    expect(probs.reduce((sum, prob) => sum + prob, 0)).toBeCloseTo(1, 12);
    [...WORDS, "</s>"].forEach((word, index) => {
      expect(probs[index]).toBeCloseTo(wittenBell(transcripts, order, history, word), 12);
    });
  }
});

test("a word that never follows another has what is left, by hand", () => {
  const model = estimateNgrams([["A", "B"]], { words: ["A", "B"] });
  // Unigrams: A, B and the end occur once each, so (1 + 3/3) / 6 = ⅓. After A comes B only: (1 + ⅓) / 2 and ⅓ / 2.
  expect(Math.exp(ngramLogProb(model, ["A"], "B"))).toBeCloseTo(2 / 3, 12);
  expect(Math.exp(ngramLogProb(model, ["A"], "A"))).toBeCloseTo(1 / 6, 12);
});

test("a decoder takes the model", () => {
  const lexicon = createLexicon(new Map(WORDS.map((word) => [word, [[word]]])));
  expect(() => createDecoder(lexicon, estimateNgrams([["A"]], { words: WORDS }))).not.toThrow();
});

test.each([
  [[], { words: WORDS }, "transcripts must be an array, at least one, got an array of length 0"],
  [[["A", "X"]], { words: WORDS }, 'transcripts[0][1] must be one of options.words, got "X"'],
  [[["A"]], { words: [] }, "options.words must be at least one word, got none"],
  [
    [["A"]],
    { words: ["A", "NEW YORK"] },
    'options.words[1] must be a word without spaces, and neither <s> nor </s>, got "NEW YORK"',
  ],
  [
    [["</s>"]],
    { words: ["</s>"] },
    'options.words[0] must be a word without spaces, and neither <s> nor </s>, got "</s>"',
  ],
  [[["A"]], { words: WORDS, order: 0 }, "order must be an integer, at least 1 and at most 10, got 0"],
])("estimateNgrams(%j, %j) is refused", (transcripts, options, message) => {
  expect(() => estimateNgrams(transcripts, options)).toThrow(`estimateNgrams: ${message}`);
});
