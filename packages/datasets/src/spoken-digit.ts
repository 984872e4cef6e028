/** A recording of one digit. */
export interface SpokenDigit {
  /** From 0 to 9. */
  readonly digit: number;
  readonly speaker: string;
  /** Which of the speaker's recordings of the digit it is. */
  readonly index: number;
  /** From −1 to 1. */
  readonly samples: Float32Array;
}

/** The words of the digits from 0 to 9. */
export const DIGIT_WORDS: readonly string[] = [
  ...["ZERO", "ONE", "TWO", "THREE", "FOUR"],
  ...["FIVE", "SIX", "SEVEN", "EIGHT", "NINE"],
];

/** How {@link DIGIT_WORDS} are pronounced, in the format of CMU Sphinx: `readPronunciations` of `@dark-knowledge/speech` takes it. */
export const DIGIT_DICTIONARY = `ZERO  Z IH R OW
ZERO(2)  Z IY R OW
ONE  W AH N
TWO  T UW
THREE  TH R IY
FOUR  F AO R
FIVE  F AY V
SIX  S IH K S
SEVEN  S EH V AH N
EIGHT  EY T
NINE  N AY N
`;
