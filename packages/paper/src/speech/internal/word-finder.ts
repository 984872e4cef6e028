import { createMatrix, logSoftmax, type Matrix, matrixRow } from "@dark-knowledge/core";
import {
  createDecoder,
  type DecoderOptions,
  hybridScores,
  type Lexicon,
  type NgramModel,
} from "@dark-knowledge/speech";

/** The words and phones of a language, and how frequent the states of phones are. */
export interface KnownLanguage {
  readonly lexicon: Lexicon;
  readonly language: NgramModel;
  /** For each state the probability to be repeated in the next frame. Default: the decoder's. */
  readonly stayProbs?: Float64Array;
  /** The share of each state. */
  readonly priors: Float64Array;
}

/** Makes a function that finds the words in the logits of a net for the frames of an utterance. */
export function createWordFinder(
  { lexicon, language, stayProbs, priors }: KnownLanguage,
  options: DecoderOptions,
): (logits: Matrix) => readonly string[] {
  const decoder = createDecoder(lexicon, language, { ...options, ...(stayProbs ? { stayProbs } : {}) });
  return (logits) => {
    const { rows, columns } = logits;
    const logProbs = createMatrix(rows, columns, new Float64Array(rows * columns));
    for (let row = 0; row < rows; row++) logProbs.data.set(logSoftmax(matrixRow(logits, row)), row * columns);
    return decoder.decode(hybridScores(logProbs, priors))[0]?.words ?? [];
  };
}
