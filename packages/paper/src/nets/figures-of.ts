import { type Matrix, matrixRow, softmax } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { Confusion, Figures } from "@dark-knowledge/report";
import { confusionMatrix, evaluateLogits } from "@dark-knowledge/training";
import { areaUnderRoc } from "./internal/area-under-roc.ts";

/** Results of a net on a labelled dataset. */
export interface MeasuredNet {
  /**
   * `{ errors, nll, calibrationError }`, and `outsideAuroc` where there are examples of none of the classes; of several
   * classes `{ microF1, … }`, of numbers `{ rmse, mae, r2 }`.
   */
  readonly figures: Figures;
  /** Left out where examples have no class each. */
  readonly confusion?: Confusion;
}

/**
 * Computes the figures of logits, `[examples, classes]`, on a labelled dataset.
 *
 * @param outsideLogits the logits of examples of none of the classes, where there are some
 */
export function figuresOf(logits: Matrix, dataset: Dataset, outsideLogits?: Matrix): MeasuredNet {
  const { errors, nll, calibration, confusion } = evaluateLogits(logits, labelsOf(dataset));
  const counts = confusionMatrix(confusion);
  return {
    figures: {
      ...{ errors, nll, calibrationError: calibration.error },
      ...(outsideLogits ? { outsideAuroc: areaUnderRoc(surenessOf(logits), surenessOf(outsideLogits)) } : {}),
    },
    confusion: Array.from({ length: counts.rows }, (_, row) => Array.from(matrixRow(counts, row))),
  };
}

/** The largest probability of each example. */
function surenessOf(logits: Matrix): readonly number[] {
  return Array.from({ length: logits.rows }, (_, row) =>
    softmax(matrixRow(logits, row)).reduce((one, other) => Math.max(one, other)),
  );
}
