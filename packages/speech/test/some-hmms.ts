import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import { createLexicon, type HmmGraph, readPronunciations, transcriptGraph } from "../src/index.ts";

/** "A" has two pronunciations, one of which begins as "NO" does. */
export const DICTIONARY = "A  AH\nA(2)  N EY\nNO  N OW\n";

/** A small utterance: its graph, random scores of its states, and probabilities to stay. */
export interface SmallHmm {
  readonly graph: HmmGraph;
  readonly scores: Matrix<Float64Array>;
  readonly stayProbs: Float64Array;
}

/** Random scores for transcripts of the small dictionary. */
export function smallHmm(words: readonly string[], frames: number, statesPerPhone: number, seed: number): SmallHmm {
  const lexicon = createLexicon(readPronunciations(DICTIONARY), { statesPerPhone });
  const random = createRandom(seed);
  const numbers = (length: number, draw: () => number) => Float64Array.from({ length }, draw);
  return {
    graph: transcriptGraph(words, lexicon, { silenceProb: 0.3 }),
    scores: createMatrix(
      frames,
      lexicon.stateCount,
      numbers(frames * lexicon.stateCount, () => 2 * random.normal()),
    ),
    stayProbs: numbers(lexicon.stateCount, () => 0.9 * random.uniform()),
  };
}

/** Transcripts, frames and states per phone that a test follows every path of. */
export const SMALL: readonly (readonly [words: readonly string[], frames: number, statesPerPhone: number])[] = [
  [["A"], 5, 1],
  [["NO", "A"], 6, 1],
  [["A", "A"], 6, 1],
  [["NO"], 7, 2],
  [[], 4, 2],
];
