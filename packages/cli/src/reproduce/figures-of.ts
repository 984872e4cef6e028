import type { Matrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { MnistFigures } from "@dark-knowledge/report";
import { evaluateLogits } from "@dark-knowledge/training";

/** Figures of logits on a labelled set. */
export function figuresOf(logits: Matrix, dataset: Dataset): MnistFigures {
  const { size, errors, nll, calibration, confusion } = evaluateLogits(logits, labelsOf(dataset));
  const { columns, data } = confusion;
  return {
    size,
    errors,
    nll,
    calibrationError: calibration.error,
    confusion: Array.from({ length: columns }, (_, row) =>
      Array.from(data.subarray(row * columns, (row + 1) * columns)),
    ),
  };
}
