import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";

/** A custom figure for the validation set, such as the recall of a class or the divergence from a teacher. */
export interface Metric {
  /** The name in the history and in `earlyStopping`, `keepBest` and `reduceOnPlateau`. */
  readonly name: string;
  /** Whether lower or higher values are better. */
  readonly better: "lower" | "higher";
  /** Its value for the student's logits or numbers, row `i` for position `i` of the validation set; where positions have classes, a row for each. */
  readonly compute: (logits: Matrix<Float32Array>, validation: Dataset) => number | Promise<number>;
}

/** Options of early stopping. */
export interface EarlyStopping {
  /** The number of epochs to wait for a better figure. */
  readonly patience: number;
  /**
   * A figure of the task (`ValidationFigures`, `NumberFigures`) or the name of a metric. Default: `"nll"`, or `"rmse"`
   * for numbers.
   */
  readonly metric?: string;
  /** The minimum improvement of a figure that counts. Default: 0. */
  readonly minDelta?: number;
}
