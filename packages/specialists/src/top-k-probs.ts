/**
 * Rows of which only the k largest probabilities are known; all other classes count as 0. Class numbers are in any
 * order, each once in a row, so a row sums to 1 or less.
 */
export interface TopKProbs {
  /** The number of classes in each row. */
  readonly k: number;
  /** Class numbers, `[rows, k]`, row-major. */
  readonly indices: Int32Array;
  /** Their probabilities, `[rows, k]`, row-major. */
  readonly probs: Float32Array;
}
