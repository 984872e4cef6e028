/** The share of the targets in the interval about a model's number that should hold them with a probability. */
export interface IntervalCoverage {
  /** The probability: 0.5, 0.8, 0.9 or 0.95. */
  readonly level: number;
  /** The share of the targets in the central interval of the model's Gaussian: below the level the model is too sure of itself, above it too unsure. */
  readonly share: number;
}

/** How well a model that gives variances knows what it does not know. */
export interface VarianceEvaluation {
  /** Mean of `½ (log 2πσ² + (s − y)² / σ²)`: the negative log-likelihood of a target, in nats and in the target's unit. */
  readonly nll: number;
  readonly coverage: readonly IntervalCoverage[];
}

/** How far predicted numbers of one output are from the true ones. */
export interface OutputEvaluation extends Partial<VarianceEvaluation> {
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

/** Result of `evaluateRegressor` and `evaluateNumbers`; with `nll` and `coverage` of all outputs together where a model gives variances. */
export interface NumbersEvaluation extends Partial<VarianceEvaluation> {
  /** Known targets, of all outputs; all figures are over these. */
  readonly size: number;
  /** Over all outputs together: of use where they have one unit. */
  readonly rmse: number;
  readonly mae: number;
  /** The mean of the outputs' R². */
  readonly r2: number;
  readonly outputs: readonly OutputEvaluation[];
}
