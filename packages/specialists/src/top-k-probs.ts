/**
 * Rows of which only the k largest probabilities are known; the rest of the classes counts as 0. Class numbers are in
 * any order, each once in a row, so a row sums to 1 or less.
 */
export interface TopKProbs {
  /** How many classes each row names. */
  readonly k: number;
  /** Class numbers, `[rows, k]`, row-major. */
  readonly indices: Int32Array;
  /** Their probabilities, `[rows, k]`, row-major. */
  readonly probs: Float32Array;
}
