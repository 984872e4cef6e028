/** Options of {@link createDecoder}. */
export interface DecoderOptions {
  /** The factor of the language model's logarithms. Default: 1. */
  readonly languageWeight?: number;
  /** The cost of each word, in nats: more against insertions, less against deletions. Default: 0. */
  readonly insertionPenalty?: number;
  /** The probability of silence before, after and between words, as in {@link transcriptGraph}. Default: 0.5; above 0. */
  readonly silenceProb?: number;
  /** The probability of a short pause between words, as in {@link transcriptGraph}. Default: 0. */
  readonly pauseProb?: number;
  /** For each state the probability to be repeated in the next frame. Default: 0.5 each. */
  readonly stayProbs?: ArrayLike<number>;
  /** How far below the best of its frame, in nats, a partial path is still followed. Default: `Infinity`, which loses nothing. */
  readonly beam?: number;
  /** The number of different sequences of words to find. Default: 1. */
  readonly hypotheses?: number;
}

/** A sequence of words that an utterance may be. */
export interface Hypothesis {
  readonly words: readonly string[];
  /** The logarithm of its best path's probability, with the scores, the weighted language model and the penalties. */
  readonly score: number;
}
