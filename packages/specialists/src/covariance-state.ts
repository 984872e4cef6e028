/**
 * All that a covariance accumulator knows, as plain data: to be sent to another process or written to a file, and
 * merged into another accumulator, or into a new one to go on.
 */
export interface CovarianceState {
  readonly classCount: number;
  /** How many full rows were added. */
  readonly denseRows: number;
  /** The mean of the full rows for each class. */
  readonly denseMean: Float64Array;
  /** How many top-k rows were added. */
  readonly topKRows: number;
  /** The sum of the top-k rows for each class. */
  readonly topKSum: Float64Array;
  /**
   * For each pair i ≥ j, at `i (i + 1) / 2 + j`: `Σ (p_i − mean_i)(p_j − mean_j)` over the full rows plus `Σ p_i p_j` over the
   * top-k rows.
   */
  readonly products: Float64Array;
}
