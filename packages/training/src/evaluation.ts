/** A classifier's confidence and accuracy in one bin of {@link Calibration}. */
export interface CalibrationBin {
  readonly count: number;
  /** Mean of the largest probability; 0 in an empty bin. */
  readonly confidence: number;
  /** Share of right answers; 0 in an empty bin. */
  readonly accuracy: number;
}

/** The agreement of a classifier's confidence with its accuracy. */
export interface Calibration {
  /** Expected calibration error: `Σ_b (n_b / n) · |accuracy_b − confidence_b|`, from 0 to 1. */
  readonly error: number;
  /** 15 bins of equal width over the largest probability. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * The counts of confusions: one entry per pair that occurred, by right class and then by predicted class, so that the
 * size is bounded by the number of examples, however many classes there are.
 */
export interface ConfusionCounts {
  readonly classes: number;
  /** The right class of each entry. */
  readonly labels: Int32Array;
  /** The predicted class. */
  readonly predicted: Int32Array;
  readonly counts: Int32Array;
}

/** Result of `evaluate` and `evaluateLogits`. */
export interface Evaluation {
  /** Examples that have a label; all figures are over these. */
  readonly size: number;
  readonly errors: number;
  readonly accuracy: number;
  /** Mean negative log-likelihood of the right class at temperature 1, in nats. */
  readonly nll: number;
  readonly calibration: Calibration;
  readonly confusion: ConfusionCounts;
}
