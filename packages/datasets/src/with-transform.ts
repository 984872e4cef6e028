import { assertOptions } from "@dark-knowledge/core";
import type { ColumnChoice } from "./column-choice.ts";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { checkTransforms } from "./internal/check-transforms.ts";
import { chosenColumn } from "./internal/chosen-column.ts";
import type { Transform } from "./transform.ts";

/**
 * Returns the same view with one more transform of a column, after its existing ones. Apply a transform that was fitted
 * on the training part to every part.
 *
 * @returns a dataset that shares the storage
 * @throws ArgumentError when the transform does not fit the column
 *
 * @example
 * ```ts
 * import { batches, createDataset, selectRows, standardise, withTransform } from "@dark-knowledge/datasets";
 *
 * const all = createDataset({
 *   features: Float32Array.of(1, 3, 9),
 *   exampleShape: [1],
 *   labels: Int32Array.of(0, 0, 1),
 *   classNames: ["small", "large"],
 * });
 * const [train, test] = [selectRows(all, [0, 1]), selectRows(all, [2])];
 * const transform = standardise(train);
 * const [batch] = batches(withTransform(test, transform), { batchSize: 1, order: "stored" });
 * Array.from(batch.inputs.features.values); // => [7]
 * ```
 */
export function withTransform<Set extends Dataset>(
  dataset: Set,
  transform: Transform,
  options: ColumnChoice = {},
): Set {
  assertExamples("withTransform", dataset);
  assertOptions<ColumnChoice>("withTransform", options, { column: true });
  const [name, column] = chosenColumn("withTransform", dataset, options.column);
  const changed = { ...column, transforms: [...column.transforms, transform] };
  const transforms = checkTransforms("withTransform", `columns.${name}.transforms`, changed);
  return { ...dataset, columns: { ...dataset.columns, [name]: { ...changed, transforms } } };
}
