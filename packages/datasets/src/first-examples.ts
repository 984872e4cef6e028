import { assertInteger } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { isFileDataset } from "./internal/is-file-dataset.ts";

/**
 * Returns some examples of a dataset in memory, to look at: what a model is fed with, for instance. They are the first
 * of the view, and of a {@link FileDataset} the first of its files, again from the first one if too few are at hand.
 *
 * @returns a view of at most `count` examples, as many as the given one has
 *
 * @example
 * ```ts
 * import { createDataset, firstExamples } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } } });
 * firstExamples(dataset, 2).rows; // => [0, 1]
 * ```
 */
export function firstExamples(dataset: Dataset, count: number): Dataset {
  assertExamples("firstExamples", dataset);
  assertInteger("firstExamples", "count", count, { min: 0 });
  const { columns, targets, weights, rows } = dataset;
  const some = rows.slice(0, count);
  if (!isFileDataset(dataset)) return { ...dataset, rows: some };
  const { sampled } = dataset.storage;
  return { columns, targets, ...(weights ? { weights } : {}), rows: some.map((_, index) => index % sampled) };
}
