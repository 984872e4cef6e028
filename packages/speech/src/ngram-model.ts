/** The numbers of an n-gram language model for a sequence of words. */
export interface NgramEntry {
  /** The natural logarithm of the probability of the last word after the others. */
  readonly logProb: number;
  /** That of the weight of shorter histories where a word after the whole sequence is not listed; 0 if there is none. */
  readonly backOffLogProb: number;
}

/** A back-off n-gram language model, as {@link readArpa} returns it. Plain data. */
export interface NgramModel {
  /** The length of the longest sequences. */
  readonly order: number;
  /** By the words of a sequence with a space between. `<s>` and `</s>` stand for the begin and the end of an utterance. */
  readonly entries: ReadonlyMap<string, NgramEntry>;
}
