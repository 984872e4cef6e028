import { createMatrix, type Matrix } from "@dark-knowledge/core";
import type { ConfusionCounts } from "./evaluation.ts";

/**
 * Converts confusion counts to a matrix, `[true class, predicted class]`. It has classes² entries: 10 GB for 50,000
 * classes.
 *
 * @returns a new matrix
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { confusionMatrix, evaluateLogits } from "@dark-knowledge/training";
 *
 * const logits = createMatrix(3, 2, Float32Array.of(2, 0, 0, 2, 2, 0));
 * const { confusion } = evaluateLogits(logits, Int32Array.of(0, 1, 1));
 * Array.from(confusionMatrix(confusion).data); // => [1, 0, 1, 1]
 * ```
 */
export function confusionMatrix({ classes, labels, predicted, counts }: ConfusionCounts): Matrix<Int32Array> {
  const data = new Int32Array(classes * classes);
  counts.forEach((count, entry) => {
    data[labels[entry]! * classes + predicted[entry]!] = count;
  });
  return createMatrix(classes, classes, data);
}
