import {
  assertArray,
  assertInteger,
  assertNumber,
  assertOptions,
  formatValue,
  type Matrix,
} from "@dark-knowledge/core";
import type { Lexicon } from "./create-lexicon.ts";
import type { DecoderOptions, Hypothesis } from "./decoder-options.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { assertNgramModel } from "./internal/assert-ngram-model.ts";
import { listedWord } from "./internal/backed-off-log-prob.ts";
import { assertPauseProb } from "./internal/between-words.ts";
import { assertScores, assertStayProbs, USUAL_STAY } from "./internal/durations.ts";
import { fail } from "./internal/fail.ts";
import { lexiconTree } from "./internal/lexicon-tree.ts";
import { type SearchSettings, searchWords } from "./internal/search-words.ts";
import type { NgramModel } from "./ngram-model.ts";

/** Finds words in the scores of an acoustic model. */
export interface Decoder {
  /**
   * Finds the most probable words of an utterance.
   *
   * @param scores frames × states: log-likelihoods, or {@link hybridScores} of a net
   * @returns hypotheses, best first; none if the utterance is shorter than every word, or every path has probability 0
   * @throws ArgumentError when there are not as many columns as the lexicon has states, or a score is NaN
   */
  decode(scores: Matrix): readonly Hypothesis[];
}

/**
 * Prepares the search for words: the pronunciations of a lexicon as one tree, a language model, and a Viterbi search through both that
 * keeps what is within a beam.
 *
 * A sequence of words has the score `a + weight · l − penalty · n`: of its {@link forcedAlignment} with its {@link transcriptGraph}, the
 * logarithm of its probability by the language model, and the number of its words. Without a beam the hypotheses are exactly those with the
 * highest scores.
 *
 * @throws ArgumentError when a word of the lexicon is not in the language model, and the model has no `<unk>`; when an option is not in
 *   its range
 * @see Ney and Ortmanns (1999), Dynamic programming search for continuous speech recognition
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { createDecoder, createLexicon, readArpa, readPronunciations } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW\nOWN  OW N"), { statesPerPhone: 1 });
 * const third = "-0.47712";
 * const language = readArpa(`\\data\\\nngram 1=3\n\\1-grams:\n${third} </s>\n${third} NO\n${third} OWN\n\\end\\`);
 * const decoder = createDecoder(lexicon, language, { hypotheses: 2 });
 * // Columns are N, OW and SIL: clearly silence and N, then rather OW than N.
 * const scores = createMatrix(4, 3, Float32Array.of(-9, -9, 0, 0, -9, -9, -3, -1, -4, -2, -1, -3));
 * decoder.decode(scores).map(({ words }) => words.join(" ")); // => ["NO", "OWN"]
 * ```
 */
export function createDecoder(lexicon: Lexicon, language: NgramModel, options: DecoderOptions = {}): Decoder {
  assertLexicon("createDecoder", "lexicon", lexicon);
  assertNgramModel("createDecoder", "language", language);
  const settings = readSettings(lexicon, options);
  const missing = lexicon.words.find((word) => listedWord(language, word) === undefined);
  if (missing !== undefined) {
    fail("createDecoder", "range", "lexicon.words", "must be in the language model", formatValue(missing));
  }
  const tree = lexiconTree(lexicon);
  return {
    decode(scores) {
      assertScores("Decoder.decode", scores);
      if (scores.columns !== lexicon.stateCount) {
        const expected = `must be ${lexicon.stateCount} (states of the lexicon)`;
        fail("Decoder.decode", "shape", "scores.columns", expected, String(scores.columns));
      }
      if (scores.rows === 0) return [];
      return searchWords(scores, tree, lexicon.words, language, settings);
    },
  };
}

function readSettings({ stateCount }: Lexicon, options: DecoderOptions): SearchSettings {
  assertOptions<DecoderOptions>("createDecoder", options, {
    languageWeight: true,
    insertionPenalty: true,
    silenceProb: true,
    pauseProb: true,
    stayProbs: true,
    beam: true,
    hypotheses: true,
  });
  const { languageWeight = 1, insertionPenalty = 0, silenceProb = 0.5, pauseProb = 0 } = options;
  const { beam = Infinity, hypotheses = 1 } = options;
  assertNumber("createDecoder", "languageWeight", languageWeight, { min: 0 });
  assertNumber("createDecoder", "insertionPenalty", insertionPenalty);
  assertNumber("createDecoder", "silenceProb", silenceProb, { above: 0, max: 1 });
  assertPauseProb("createDecoder", pauseProb, silenceProb);
  if (beam !== Infinity) assertNumber("createDecoder", "beam", beam, { above: 0 });
  assertInteger("createDecoder", "hypotheses", hypotheses, { min: 1, max: 10_000 });
  const { stayProbs = new Float64Array(stateCount).fill(USUAL_STAY) } = options;
  assertArray("createDecoder", "stayProbs", stayProbs, "numbers");
  assertStayProbs("createDecoder", stayProbs, stateCount);
  const between = { silenceProb, pauseProb };
  return { languageWeight, insertionPenalty, ...between, beam, hypotheses, stayProbs: Float64Array.from(stayProbs) };
}
