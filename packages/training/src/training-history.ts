/**
 * Figures of a classifier's validation set, and those of the run's metrics under their names. Where examples may be of several classes there are also
 * `microF1`, `macroF1` and `meanAveragePrecision`, see `MultiLabelEvaluation`.
 */
export interface ValidationFigures {
  /** Labels that are known: examples, positions, or classes of examples. */
  readonly size: number;
  readonly errors: number;
  readonly accuracy: number;
  /** Mean negative log-likelihood of what is right, in nats. */
  readonly nll: number;
  readonly [metric: string]: number;
}

/** Figures of a regressor's validation set, see `NumbersEvaluation`, those of the run's metrics, and `nll` where outputs have variances. */
export interface NumberFigures {
  /** Targets that are known. */
  readonly size: number;
  readonly rmse: number;
  readonly mae: number;
  readonly r2: number;
  readonly [metric: string]: number;
}

/** The results of one epoch. */
export interface EpochSummary<Figures = ValidationFigures> {
  /** Counted from 0. */
  readonly epoch: number;
  /** The mean of every named term of the loss over the examples that it applies to; `total` was minimised. */
  readonly terms: Readonly<Record<string, number>>;
  /** At the end of the epoch. */
  readonly learningRate: number;
  readonly validation?: Figures;
}

/** Result of a training loop. */
export interface TrainingHistory<Figures = ValidationFigures> {
  readonly epochs: readonly EpochSummary<Figures>[];
  /** Optimizer steps taken. */
  readonly steps: number;
  /** The validation figures before the first epoch, if early stopping or the best weights were requested. */
  readonly start?: Figures;
  /** The epoch whose weights the student has, if the best were requested; −1 for the initial weights. */
  readonly bestEpoch?: number;
}
