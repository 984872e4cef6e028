import { assertInteger, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { AugmentationOptions } from "./augmentation.ts";
import type { Batch } from "./batch.ts";
import { type BatchCountOptions, batchCount } from "./batch-count.ts";
import type { Dataset } from "./dataset.ts";
import { epochAugmentationSeed } from "./epoch-augmentation-seed.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { compileView } from "./internal/compile-view.ts";
import { type AugmentationPlan, planAugmentation } from "./internal/plan-augmentation.ts";
import { planOrder } from "./internal/plan-order.ts";

/** Batches in the order of the view, without jitter: for evaluation, or to run a teacher once. */
export interface StoredOrderOptions extends BatchCountOptions {
  readonly order: "stored";
}

/** Batches in a random order that is new in every epoch: for training. */
export interface ShuffledOptions extends BatchCountOptions, AugmentationOptions {
  /** Determines order and augmentation of every epoch: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** The number of the epoch, from 0. */
  readonly epoch: number;
  /** The view to show of each example. Needs an augmentation. Default: that of {@link epochAugmentationSeed}. */
  readonly augmentationSeed?: number;
  /**
   * For sequences: the examples of this many batches are sorted by length and cut into batches, which then come in
   * random order. Default: 16. A batch then has sequences of similar lengths and little padding. 1 turns it off.
   */
  readonly lengthPool?: number;
}

/** Options of {@link batches}. */
export type BatchesOptions = StoredOrderOptions | ShuffledOptions;

/**
 * Yields one epoch of a dataset in batches.
 *
 * With `order: "stored"` the examples come in the order of the view and as they are stored. With `seed` and `epoch`
 * they are shuffled, each image is moved by up to `jitter` pixels in any direction, the uncovered pixels being stored
 * zeros, and examples are changed by `augment`. All this depends only on seed and epoch. The view of an example does
 * not depend on the order or the batch size, so stored answers for a pair of id and augmentation seed are valid in
 * every run. Sequences are padded to the longest in their batch.
 *
 * @returns an iterable that can be iterated more than once, each time with the same batches in new arrays
 * @throws ArgumentError, at once, when an option is not in its range
 * @see Hinton, Vinyals and Dean (2015), section 3: jitter of two pixels
 *
 * @example
 * ```ts
 * import { batches, createDataset, scale } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(0, 51, 102, 255),
 *   transforms: [scale({ divide: 255 })],
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [1],
 *   classNames: ["even", "odd"],
 * });
 * const [first, second] = batches(dataset, { batchSize: 3, order: "stored" });
 * first.inputs.features.shape; // => [3, 1]
 * Array.from(second.inputs.features.values); // => [1]
 * Array.from(second.ids); // => [3]
 * const shuffled = [...batches(dataset, { batchSize: 2, seed: 1, epoch: 0 })];
 * shuffled.flatMap(({ ids }) => [...ids]).sort(); // => [0, 1, 2, 3]
 * ```
 */
export function batches(dataset: Dataset, options: BatchesOptions): Iterable<Batch> {
  assertDataset("batches", dataset);
  assertOptions<StoredOrderOptions & ShuffledOptions>("batches", options, {
    batchSize: true,
    dropRemainder: true,
    order: true,
    seed: true,
    epoch: true,
    jitter: true,
    augment: true,
    augmentationSeed: true,
    lengthPool: true,
  });
  const { batchSize } = options;
  assertInteger("batches", "batchSize", batchSize, { min: 1 });
  const count = batchCount(dataset, options);
  const { order, augmentationSeed, plan } = planEpoch(dataset, options, count);
  const view = compileView("batches", dataset, plan);
  return {
    *[Symbol.iterator]() {
      for (let batch = 0; batch < count; batch++) {
        yield view(order.slice(batch * batchSize, (batch + 1) * batchSize), augmentationSeed);
      }
    },
  };
}

interface EpochPlan {
  /** Returns the ids in the order of the epoch. */
  readonly order: Int32Array;
  readonly augmentationSeed: number;
  readonly plan: AugmentationPlan;
}

function planEpoch(dataset: Dataset, options: BatchesOptions, batchCount: number): EpochPlan {
  if ("order" in options) {
    assertOneOf("batches", "order", options.order, ["stored"]);
    return { order: dataset.rows, augmentationSeed: 0, plan: planAugmentation("batches", dataset, {}) };
  }
  const { seed, epoch, batchSize, lengthPool = 16 } = options;
  assertInteger("batches", "seed", seed, { min: 0 });
  assertInteger("batches", "epoch", epoch, { min: 0 });
  assertInteger("batches", "lengthPool", lengthPool, { min: 1 });
  const plan = planAugmentation("batches", dataset, options);
  const { augmentationSeed = plan.isEmpty ? 0 : epochAugmentationSeed(seed, epoch) } = options;
  assertInteger("batches", "augmentationSeed", augmentationSeed, plan.isEmpty ? { min: 0, max: 0 } : { min: 0 });
  const order = planOrder(dataset, { seed, epoch, batchSize, lengthPool, batchCount });
  return { order, augmentationSeed, plan };
}
