/** Figures of a validation set: the first four, and those of the run's metrics under their names. */
export interface ValidationFigures {
  /** Labelled examples. */
  readonly size: number;
  readonly errors: number;
  readonly accuracy: number;
  /** Mean negative log-likelihood of the right class, in nats. */
  readonly nll: number;
  readonly [metric: string]: number;
}

/** The results of one epoch. */
export interface EpochSummary {
  /** Counted from 0. */
  readonly epoch: number;
  /** The mean of every named term of the loss over those examples that it is about; `total` is what was minimised. */
  readonly terms: Readonly<Record<string, number>>;
  /** At the end of the epoch. */
  readonly learningRate: number;
  readonly validation?: ValidationFigures;
}

/** Result of a training loop. */
export interface TrainingHistory {
  readonly epochs: readonly EpochSummary[];
  /** Optimizer steps taken. */
  readonly steps: number;
  /** The validation figures before the first epoch, where early stopping or the best weights were asked for. */
  readonly start?: ValidationFigures;
  /** The epoch whose weights the student has, where the best were asked for; −1 for those that it started with. */
  readonly bestEpoch?: number;
}
