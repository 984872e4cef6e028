import type { TopKLogits } from "./top-k-logits.ts";

/** Existing answers: exactly one of `logits`, `probs`, `logProbs`, `topK` and `numbers`, row-major, one row per example. */
export interface GivenAnswers {
  /** `[examples, classes]` */
  readonly logits?: ArrayLike<number>;
  /** `[examples, classes]`; the logarithm of 0 is taken as that of 2⁻¹²⁶. */
  readonly probs?: ArrayLike<number>;
  /** Natural logarithms of probabilities, `[examples, classes]`. */
  readonly logProbs?: ArrayLike<number>;
  /**
   * The k largest of each row, in any order, as logits with the mass of the rest, or as probabilities, whose rest is
   * the difference to one.
   */
  readonly topK?: TopKLogits | GivenTopK;
  /** The numbers of a regression, in the unit of the data, `[examples, outputs]`. */
  readonly numbers?: ArrayLike<number>;
  /** The temperature of the probabilities. Default: 1. */
  readonly temperature?: number;
  /** The ids of the examples, in any order. Default: 0, 1, 2, …. */
  readonly ids?: ArrayLike<number>;
  /** The file of the answers, for errors. */
  readonly source?: string;
  /** The number of each row in the file, for errors. Default: counted from 0. */
  readonly rowNumbers?: ArrayLike<number>;
}

/** The k largest probabilities of some rows. */
export interface GivenTopK {
  /** Class numbers, `[rows, k]`. */
  readonly indices: ArrayLike<number>;
  /** Their probabilities, `[rows, k]`. */
  readonly probs: ArrayLike<number>;
  readonly k: number;
}
