import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import {
  createDecoder,
  createLexicon,
  type DecoderOptions,
  forcedAlignment,
  type Hypothesis,
  type Lexicon,
  type NgramModel,
  ngramLogProb,
  readPronunciations,
  transcriptGraph,
} from "../src/index.ts";
import { DICTIONARY } from "./some-hmms.ts";
import { someLanguage } from "./some-language.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

function someScores(lexicon: Lexicon, frames: number, seed: number): Matrix<Float64Array> {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: frames * lexicon.stateCount }, () => 1.5 * random.normal());
  return createMatrix(frames, lexicon.stateCount, data);
}

const someStayProbs = (lexicon: Lexicon, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: lexicon.stateCount }, () => 0.8 * random.uniform());
};

/** Scores every sequence of words that fits into the frames, one by one, and sorts them. */
function exhaustive(scores: Matrix, lexicon: Lexicon, language: NgramModel, options: DecoderOptions): Hypothesis[] {
  const { languageWeight = 1, insertionPenalty = 0, silenceProb = 0.5, pauseProb = 0, stayProbs } = options;
  const found: Hypothesis[] = [];
  let sequences: string[][] = [[]];
  for (let length = 0; length <= scores.rows; length++) {
    for (const words of sequences) {
      let alignment: number;
      try {
        alignment = forcedAlignment(
          scores,
          transcriptGraph(words, lexicon, { silenceProb, pauseProb }),
          stayProbs && { stayProbs },
        ).score;
      } catch {
        continue; // More phones than frames.
      }
      const said = [...words, "</s>"].reduce(
        (sum, word, index) => sum + ngramLogProb(language, ["<s>", ...words.slice(0, index)], word),
        0,
      );
      found.push({ words, score: alignment + languageWeight * said - insertionPenalty * words.length });
    }
    sequences = sequences.flatMap((words) => lexicon.words.map((word) => [...words, word]));
  }
  return found.sort((one, other) => other.score - one.score);
}

/** "A" is also how "EH" is said, and its second pronunciation begins as "NO" does. */
const dictionary = `${DICTIONARY}EH  AH\n`;

describe("decode(scores) finds what exhaustive search finds", () => {
  test.each([
    [1, 1, 5, { languageWeight: 2, insertionPenalty: 0.3 }, false],
    [2, 1, 5, { insertionPenalty: -0.7, silenceProb: 0.2 }, false],
    [3, 1, 5, { languageWeight: 0.7 }, false],
    [2, 2, 6, { languageWeight: 1.5 }, false],
    [2, 2, 6, { languageWeight: 1.5, silenceProb: 0.3, pauseProb: 0.4 }, true],
    [2, 1, 5, { silenceProb: 0.2, pauseProb: 0.8 }, false],
    // In float64 1 − 0.9 is less than 0.1.
    [2, 1, 5, { silenceProb: 0.9, pauseProb: 0.1 }, false],
    [1, 3, 6, { languageWeight: 0 }, true],
  ])("order %i, %i states per phone, %i frames, %j, tied %s", (order, statesPerPhone, frames, settings, isTied) => {
    const monophones = createLexicon(readPronunciations(dictionary), { statesPerPhone });
    for (let seed = 1; seed <= 2; seed++) {
      const lexicon = isTied ? someTiedLexicon(monophones, seed) : monophones;
      const language = someLanguage(order, lexicon.words, seed);
      const scores = someScores(lexicon, frames, seed);
      const options = { ...settings, stayProbs: someStayProbs(lexicon, seed) };
      const all = exhaustive(scores, lexicon, language, options);
      for (const hypotheses of [1, 4, 1000]) {
        const expected = all.slice(0, hypotheses);
        const got = createDecoder(lexicon, language, { ...options, hypotheses }).decode(scores);
        expect(got.map(({ score }) => score)).toBeAllClose(
          expected.map(({ score }) => score),
          { rtol: 1e-9, atol: 1e-9 },
        );
        // Equal scores, as of the same words in another order without a history, may come in any order.
        const scoreOf = new Map(all.map(({ words, score }) => [words.join(" "), score]));
        expect(got.map(({ words }) => scoreOf.get(words.join(" "))!)).toBeAllClose(got.map(({ score }) => score));
        expect(new Set(got.map(({ words }) => words.join(" "))).size).toBe(got.length);
      }
    }
  });
});

const lexicon = createLexicon(readPronunciations(dictionary), { statesPerPhone: 2 });
const language = someLanguage(2, lexicon.words, 5);

test("a wide beam loses nothing; a narrow one finds no more than there is", () => {
  const scores = someScores(lexicon, 40, 6);
  const [exact] = createDecoder(lexicon, language).decode(scores);
  expect(createDecoder(lexicon, language, { beam: 200 }).decode(scores)).toEqual([exact]);
  const [narrow] = createDecoder(lexicon, language, { beam: 1 }).decode(scores);
  expect(narrow?.score ?? -Infinity).toBeLessThanOrEqual(exact!.score);
});

test("words that are spoken clearly are found, with silence between them", () => {
  const said = ["NO", "A", "NO", "NO", "EH"];
  const phones = said.flatMap((word) => [
    "SIL",
    ...(word === "NO" ? ["N", "OW"] : word === "A" ? ["N", "EY"] : ["AH"]),
  ]);
  const states = phones.flatMap((phone) => [0, 0, 1, 1].map((state) => 2 * lexicon.phones.indexOf(phone) + state));
  const data = new Float32Array(states.length * lexicon.stateCount).fill(-20);
  states.forEach((state, frame) => {
    data[frame * lexicon.stateCount + state] = 0;
  });
  // "A" in its first pronunciation sounds like "EH": the last word is of the language model's choice.
  const [best] = createDecoder(lexicon, language).decode(createMatrix(states.length, lexicon.stateCount, data));
  expect(best!.words.slice(0, 4)).toEqual(said.slice(0, 4));
  expect(["A", "EH"]).toContain(best!.words[4]);
  expect(best!.words.length).toBe(5);
});

test("a decoder decodes again as before; no frames and impossible ones have no hypotheses", () => {
  const decoder = createDecoder(lexicon, language, { hypotheses: 3 });
  const scores = someScores(lexicon, 12, 7);
  const first = decoder.decode(scores);
  expect(decoder.decode(createMatrix(0, lexicon.stateCount, new Float32Array()))).toEqual([]);
  expect(
    decoder.decode(createMatrix(2, lexicon.stateCount, new Float32Array(2 * lexicon.stateCount).fill(-Infinity))),
  ).toEqual([]);
  expect(decoder.decode(scores)).toEqual(first);
});

test.each<[string, () => unknown, string]>([
  [
    "a word that the language model does not have",
    () => createDecoder(lexicon, someLanguage(1, ["A", "EH"], 1)),
    'createDecoder: lexicon.words must be in the language model, got "NO"',
  ],
  [
    "scores of other states",
    () => createDecoder(lexicon, language).decode(createMatrix(1, 3, new Float32Array(3))),
    "Decoder.decode: scores.columns must be 10 (states of the lexicon), got 3",
  ],
  [
    "no silence",
    () => createDecoder(lexicon, language, { silenceProb: 0 }),
    "createDecoder: silenceProb must be a positive finite number, at most 1, got 0",
  ],
  [
    "more pauses than there is room for",
    () => createDecoder(lexicon, language, { silenceProb: 0.75, pauseProb: 0.5 }),
    "createDecoder: pauseProb must be at most 1 together with silenceProb, 0.75, got 0.5",
  ],
  [
    "a pause that is no probability",
    () => createDecoder(lexicon, language, { pauseProb: -0.1 }),
    "createDecoder: pauseProb must be a finite number, at least 0 and at most 1, got -0.1",
  ],
  [
    "a beam of 0",
    () => createDecoder(lexicon, language, { beam: 0 }),
    "createDecoder: beam must be a positive finite number, got 0",
  ],
])("createDecoder refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
