import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { classTargets } from "./internal/class-targets.ts";

/**
 * Returns the number of examples in a dataset's view.
 *
 * @see {@link classCounts} for the number in each class
 */
export function datasetSize(dataset: Dataset): number {
  assertExamples("datasetSize", dataset);
  return dataset.rows.length;
}

/**
 * Counts the examples of each class in a dataset's view. Examples without a label are not counted.
 *
 * @returns a new array, one count per class
 * @throws ArgumentError when the targets are not one class per example
 *
 * @example
 * ```ts
 * import { classCounts, createDataset } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(4),
 *   labels: Int32Array.of(2, 0, 2, -1),
 *   exampleShape: [1],
 *   classNames: ["a", "b", "c"],
 * });
 * Array.from(classCounts(dataset)); // => [1, 0, 2]
 * ```
 */
export function classCounts(dataset: Dataset): Int32Array {
  assertExamples("classCounts", dataset);
  const { labels, classNames } = classTargets("classCounts", dataset);
  const counts = new Int32Array(classNames.length);
  for (const row of dataset.rows) {
    const label = labels[row]!;
    if (label >= 0) counts[label]!++;
  }
  return counts;
}
