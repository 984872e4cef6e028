import { assertFields, assertInteger, assertShape, createMatrix, type Fields, type Matrix } from "@dark-knowledge/core";
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
export function confusionMatrix(confusion: ConfusionCounts): Matrix<Int32Array> {
  assertFields(NAME, confusion, FIELDS, { argument: "confusion" });
  const { classes, labels, predicted, counts } = confusion;
  assertInteger(NAME, "classes", classes, { min: 1, max: MOST_CLASSES });
  for (const [name, list] of Object.entries({ labels, predicted })) {
    assertShape(NAME, name, [list.length], [counts.length], "counts");
    const wrong = list.findIndex((label) => label < 0 || label >= classes);
    if (wrong >= 0) assertInteger(NAME, `${name}[${wrong}]`, list[wrong], { min: 0, below: classes });
  }
  const data = new Int32Array(classes * classes);
  counts.forEach((count, entry) => {
    data[labels[entry]! * classes + predicted[entry]!] = count;
  });
  return createMatrix(classes, classes, data);
}

const NAME = "confusionMatrix";
const FIELDS: Fields = { classes: "number", labels: "int32", predicted: "int32", counts: "int32" };
/** A typed array of their square fits into the memory that an engine gives to one. */
const MOST_CLASSES = 65_535;
