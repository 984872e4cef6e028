/** How far predicted numbers of one output are from the true ones. */
export interface OutputEvaluation {
  readonly name: string;
  /** Known targets of this output. */
  readonly size: number;
  /** The root of the mean squared error, in the target's unit. */
  readonly rmse: number;
  /** The mean absolute error. */
  readonly mae: number;
  /**
   * The share of the targets' variance that is explained: `1 − Σ (s − y)² / Σ (y − mean y)²`. 1 is perfect, 0 as good as the mean. Of targets
   * that are all equal, 1 where all predictions are right and 0 elsewhere.
   */
  readonly r2: number;
}

/** Result of `evaluateRegressor` and `evaluateNumbers`. */
export interface NumbersEvaluation {
  /** Known targets, of all outputs; all figures are over these. */
  readonly size: number;
  /** Over all outputs together: of use where they have one unit. */
  readonly rmse: number;
  readonly mae: number;
  /** The mean of the outputs' R². */
  readonly r2: number;
  readonly outputs: readonly OutputEvaluation[];
}
