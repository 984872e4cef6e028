import { assertInteger, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { Batch } from "./batch.ts";
import { batchCount } from "./batch-count.ts";
import { type BatchesOptions, batches, type ShuffledOptions, type StoredOrderOptions } from "./batches.ts";
import type { Dataset } from "./dataset.ts";
import type { FileDataset } from "./file-dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { cutBatches } from "./internal/cut-batches.ts";
import { fail } from "./internal/fail.ts";
import { compileGather } from "./internal/gather-batch.ts";
import { isFileDataset } from "./internal/is-file-dataset.ts";
import { planAugmentation } from "./internal/plan-augmentation.ts";
import { planFileOrder } from "./internal/plan-file-order.ts";

/** Options of {@link readBatches}. */
export type ReadBatchesOptions = BatchesOptions & {
  /** The number of batches to leave out at the beginning of the epoch. Default: 0. */
  readonly skip?: number;
};

/**
 * Reads one epoch of a dataset in batches, whether it is in memory or in files. Of a dataset in memory they are those of
 * {@link batches}; of a {@link FileDataset} too, if its shuffle is full (see {@link describeShuffle}) or the order is the
 * stored one.
 *
 * Examples of files cannot be augmented: `jitter` must be 0 and `augment` empty.
 *
 * @returns an iterable that can be iterated more than once, each time with the same batches in new arrays
 * @throws ArgumentError, at once, when an option is not in its range
 * @throws Error while batches are read, when a file was changed since it was opened, or is damaged; it names the row
 *   group
 *
 * @example
 * ```ts
 * import { createDataset, readBatches } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } } });
 * const sizes = [];
 * for await (const { ids } of readBatches(dataset, { batchSize: 2, seed: 1, epoch: 0 })) sizes.push(ids.length);
 * sizes; // => [2, 1]
 * ```
 */
export function readBatches(dataset: Dataset, options: ReadBatchesOptions): AsyncIterable<Batch> {
  assertExamples("readBatches", dataset);
  assertOptions<StoredOrderOptions & ShuffledOptions & { skip: number }>("readBatches", options, {
    ...{ batchSize: true, dropRemainder: true, order: true, seed: true, epoch: true, jitter: true, augment: true },
    ...{ augmentationSeed: true, lengthPool: true, skip: true },
  });
  const { skip = 0, ...epoch } = options;
  assertInteger("readBatches", "skip", skip, { min: 0 });
  if (isFileDataset(dataset)) return fileBatches(dataset, epoch, skip);
  const all = batches(dataset, epoch);
  return {
    async *[Symbol.asyncIterator]() {
      let index = 0;
      for (const batch of all) if (index++ >= skip) yield batch;
    },
  };
}

function fileBatches(dataset: FileDataset, options: BatchesOptions, skip: number): AsyncIterable<Batch> {
  const { batchSize } = options;
  const count = batchCount(dataset, options);
  const orderOf = planOrder(dataset, options);
  const gather = compileGather("readBatches", dataset, batchSize);
  return {
    async *[Symbol.asyncIterator]() {
      let index = 0;
      for (const ids of cutBatches(orderOf(), batchSize)) {
        if (index >= count) return;
        if (index++ >= skip) yield await gather(ids);
      }
    },
  };
}

function planOrder(dataset: FileDataset, options: BatchesOptions): () => Iterable<Int32Array> {
  if ("order" in options) {
    assertOneOf("readBatches", "order", options.order, ["stored"]);
    return () => [dataset.rows];
  }
  const { seed, epoch, augment = [], augmentationSeed = 0 } = options;
  assertInteger("readBatches", "seed", seed, { min: 0 });
  assertInteger("readBatches", "epoch", epoch, { min: 0 });
  assertInteger("readBatches", "augmentationSeed", augmentationSeed, { min: 0, max: 0 });
  if (!planAugmentation("readBatches", dataset, { ...options, augment }).isEmpty) {
    fail("readBatches", "state", "augment", "must be empty for examples of files", `${augment.length} augmentations`);
  }
  return () => planFileOrder(dataset, { seed, epoch });
}
