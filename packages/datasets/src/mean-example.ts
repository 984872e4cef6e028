import { batches } from "./batches.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { fail } from "./internal/fail.ts";
import { soleColumn } from "./internal/sole-column.ts";

/**
 * Computes the mean of each input over a dataset's view, as a model sees them: `μ_i = Σ_n x_ni / N`, summed in float64.
 *
 * @param dataset a dataset with one column
 * @returns a new array, one value per input
 * @throws ArgumentError when the view has no examples, or the dataset has several columns or sequences
 *
 * @example
 * ```ts
 * import { createDataset, meanExample } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(0, 1, 0, 0.5),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * Array.from(meanExample(dataset)); // => [0, 0.75]
 * ```
 */
export function meanExample(dataset: Dataset): Float32Array {
  assertDataset("meanExample", dataset);
  soleColumn("meanExample", dataset);
  const count = dataset.rows.length;
  if (count === 0) fail("meanExample", "range", "dataset", "must have an example", "none");
  let sums = new Float64Array();
  for (const { inputs, ids } of batches(dataset, { batchSize: 256, order: "stored" })) {
    const { values } = Object.values(inputs)[0]!;
    const size = values.length / ids.length;
    if (sums.length === 0) sums = new Float64Array(size);
    for (let start = 0; start < values.length; start += size) {
      for (let index = 0; index < size; index++) sums[index]! += values[start + index]!;
    }
  }
  return Float32Array.from(sums, (sum) => sum / count);
}
