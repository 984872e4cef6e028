import { assertInteger, assertObject } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";

/** Options of {@link batchCount}. */
export interface BatchCountOptions {
  /** The number of examples in a batch, at least 1. */
  readonly batchSize: number;
  /** Whether to skip a last batch that is not full. Default: false. */
  readonly dropRemainder?: boolean;
}

/**
 * Returns the number of batches that {@link batches} makes from a dataset's view.
 *
 * @throws ArgumentError when `batchSize` is not a positive integer
 *
 * @example
 * ```ts
 * import { batchCount, createDataset } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Float32Array(5),
 *   labels: new Int32Array(5),
 *   exampleShape: [1],
 *   classNames: ["only"],
 * });
 * batchCount(dataset, { batchSize: 2 }); // => 3
 * batchCount(dataset, { batchSize: 2, dropRemainder: true }); // => 2
 * ```
 */
export function batchCount(dataset: Dataset, options: BatchCountOptions): number {
  assertExamples("batchCount", dataset);
  assertObject("batchCount", "options", options);
  const { batchSize, dropRemainder = false } = options;
  assertInteger("batchCount", "batchSize", batchSize, { min: 1 });
  const count = dataset.rows.length / batchSize;
  return dropRemainder ? Math.floor(count) : Math.ceil(count);
}
