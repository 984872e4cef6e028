/**
 * The state of a covariance accumulator as plain data: send it to another process or write it to a file, then merge it
 * into another accumulator, or into a new one to resume.
 */
export interface CovarianceState {
  readonly classCount: number;
  /** The number of full rows added. */
  readonly denseRows: number;
  /** The mean of the full rows, per class. */
  readonly denseMean: Float64Array;
  /** The number of top-k rows added. */
  readonly topKRows: number;
  /** The sum of the top-k rows, per class. */
  readonly topKSum: Float64Array;
  /**
   * For each pair i ≥ j, at `i (i + 1) / 2 + j`: `Σ (p_i − mean_i)(p_j − mean_j)` over the full rows plus `Σ p_i p_j` over the
   * top-k rows.
   */
  readonly products: Float64Array;
}
