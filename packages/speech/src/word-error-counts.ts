/** The number of word errors of one or more utterances. */
export interface WordErrorCounts {
  /** The number of words of the references. */
  readonly words: number;
  readonly substitutions: number;
  /** Words of the hypothesis that stand for none of the reference. */
  readonly insertions: number;
  /** Words of the reference that nothing stands for. */
  readonly deletions: number;
  /** Substitutions, insertions and deletions together. */
  readonly errors: number;
  /** Errors per word, which may be more than 1. Without words: 0 without errors, otherwise infinite. */
  readonly rate: number;
}

/** A pair of words of an alignment. An insertion has no reference, a deletion no hypothesis. */
export interface AlignedWord {
  readonly kind: "correct" | "substitution" | "insertion" | "deletion";
  readonly reference?: string;
  readonly hypothesis?: string;
}

/** Result of {@link wordErrors}. */
export interface WordErrors extends WordErrorCounts {
  /** The words of both, in order. */
  readonly alignment: readonly AlignedWord[];
}

/** Result of {@link corpusWordErrors}. */
export interface CorpusWordErrors extends WordErrorCounts {
  readonly utterances: readonly WordErrors[];
}
