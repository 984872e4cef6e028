/** What one epoch came to. */
export interface EpochSummary {
  /** Counted from 0. */
  readonly epoch: number;
  /** The mean over the epoch's examples of every named term of the loss; `total` is what was minimised. */
  readonly terms: Readonly<Record<string, number>>;
  /** At the end of the epoch. */
  readonly learningRate: number;
  readonly validation?: {
    readonly size: number;
    readonly errors: number;
    readonly accuracy: number;
    readonly nll: number;
  };
}

/** What a training loop returns. */
export interface TrainingHistory {
  readonly epochs: readonly EpochSummary[];
  /** Optimizer steps taken. */
  readonly steps: number;
}
