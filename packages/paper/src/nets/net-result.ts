import type { CorrectedRecord, EpochRecord } from "@dark-knowledge/report";
import type { MeasuredNet } from "./figures-of.ts";

/** Result of training one net; the figures are of the test set. */
export interface NetResult extends MeasuredNet {
  /** The number of examples it was trained on. */
  readonly transferSize: number;
  readonly parameters: number;
  readonly history: readonly EpochRecord[];
  /** For the first examples of each class of the test set, one logit per class. */
  readonly exampleLogits: readonly (readonly number[])[];
  /** For a student whose transfer set lacked classes: results after its biases were changed. */
  readonly corrected?: CorrectedRecord;
}
