import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { soleColumn } from "./internal/sole-column.ts";
import { traceTransforms } from "./internal/trace-transforms.ts";

/**
 * Returns the shape of one example as a model sees it, for a dataset with one column: the stored shape unless a
 * transform changes it.
 *
 * @throws ArgumentError when the dataset has several columns, or sequences, whose examples differ in shape
 *
 * @example
 * ```ts
 * import { generatedDigits, inputShape } from "@dark-knowledge/datasets";
 *
 * const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * inputShape(train); // => [28, 28, 1]
 * ```
 */
export function inputShape(dataset: Dataset): readonly number[] {
  assertExamples("inputShape", dataset);
  return traceTransforms(soleColumn("inputShape", dataset)).shape;
}
