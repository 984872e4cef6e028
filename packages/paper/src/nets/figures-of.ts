import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { Confusion, Figures } from "@dark-knowledge/report";
import { confusionMatrix, evaluateLogits } from "@dark-knowledge/training";

/** Results of a net on a labelled dataset. */
export interface MeasuredNet {
  /** `{ errors, nll, calibrationError }` */
  readonly figures: Figures;
  readonly confusion: Confusion;
}

/** Computes the figures of logits, `[examples, classes]`, on a labelled dataset. */
export function figuresOf(logits: Matrix, dataset: Dataset): MeasuredNet {
  const { errors, nll, calibration, confusion } = evaluateLogits(logits, labelsOf(dataset));
  const counts = confusionMatrix(confusion);
  return {
    figures: { errors, nll, calibrationError: calibration.error },
    confusion: Array.from({ length: counts.rows }, (_, row) => Array.from(matrixRow(counts, row))),
  };
}
