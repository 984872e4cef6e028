import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { classTargets } from "./internal/class-targets.ts";

/**
 * Returns the labels of a view, position by position; −1 where there is none.
 *
 * @returns a new array of the view's length
 * @throws ArgumentError when the targets are not one class per example
 *
 * @example
 * ```ts
 * import { createDataset, labelsOf, selectRows } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(0, 128, 255),
 *   labels: Int32Array.of(0, 1, -1),
 *   exampleShape: [1],
 *   classNames: ["dark", "bright"],
 * });
 * Array.from(labelsOf(selectRows(dataset, [2, 0]))); // => [-1, 0]
 * ```
 */
export function labelsOf(dataset: Dataset): Int32Array {
  assertExamples("labelsOf", dataset);
  const { labels } = classTargets("labelsOf", dataset);
  return dataset.rows.map((row) => labels[row]!);
}
