import { assertInteger, assertOneOf, createRandom, deriveSeed } from "@dark-knowledge/core";
import { type BatchCountOptions, batchCount } from "./batch-count.ts";
import type { Dataset } from "./create-dataset.ts";
import { epochAugmentationSeed } from "./epoch-augmentation-seed.ts";
import { assertJitter, makeView } from "./view-of.ts";

/** Some examples, ready to be fed to a model. All arrays are the receiver's own. */
export interface Batch {
  /** The examples one after another, from 0 to 1. */
  readonly features: Float32Array;
  /** The shape of `features`: the number of examples, then the shape of one. */
  readonly shape: readonly number[];
  /** One class number for each example, −1 where there is none. */
  readonly labels: Int32Array;
  /** One id for each example: its storage row. */
  readonly ids: Int32Array;
  /**
   * What {@link viewOf} needs, beside the ids, to make `features` again. One number for the whole epoch; 0 when the
   * examples are as they are stored.
   */
  readonly augmentationSeed: number;
}

/** Batches in the order of the view, without jitter: for evaluation, or to ask a teacher once. */
export interface StoredOrderOptions extends BatchCountOptions {
  readonly order: "stored";
}

/** Batches in a random order that is new in every epoch: for training. */
export interface ShuffledOptions extends BatchCountOptions {
  /** Decides the order and the jitter of every epoch: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** The number of the epoch, from 0. */
  readonly epoch: number;
  /** The largest shift of an image in pixels in each direction; 0 when left out. */
  readonly jitter?: number;
  /** The view to show of each example; that of {@link epochAugmentationSeed} when left out. Needs a jitter above 0. */
  readonly augmentationSeed?: number;
}

/** Options of {@link batches}. */
export type BatchesOptions = StoredOrderOptions | ShuffledOptions;

/**
 * One epoch of a dataset in batches.
 *
 * With `order: "stored"` the examples come in the order of the view and as they are stored. With `seed` and `epoch`
 * they are shuffled, and each image is moved by up to `jitter` pixels in any direction, the uncovered pixels being 0.
 * Order and shifts depend on seed and epoch alone; the shifts do not depend on the order or on the batch size, so what
 * is known of the pair of an id and an augmentation seed holds in every run.
 *
 * @returns an iterable that can be run through more than once, each time with the same batches in new arrays
 * @throws ArgumentError, at once, when an option is not in its range
 * @see Hinton, Vinyals and Dean (2015), section 3: jitter of two pixels
 *
 * @example
 * ```ts
 * import { batches, createDataset } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(0, 51, 102, 255),
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [1],
 *   classNames: ["even", "odd"],
 * });
 * const [first, second] = batches(dataset, { batchSize: 3, order: "stored" });
 * first.shape; // => [3, 1]
 * Array.from(second.features); // => [1]
 * Array.from(second.ids); // => [3]
 * const shuffled = [...batches(dataset, { batchSize: 2, seed: 1, epoch: 0 })];
 * shuffled.flatMap(({ ids }) => [...ids]).sort(); // => [0, 1, 2, 3]
 * ```
 */
export function batches(dataset: Dataset, options: BatchesOptions): Iterable<Batch> {
  const { batchSize } = options;
  assertInteger("batches", "batchSize", batchSize, { min: 1 });
  const count = batchCount(dataset, options);
  const { order, augmentationSeed, jitter } = planEpoch(dataset, options);
  return {
    *[Symbol.iterator]() {
      for (let batch = 0; batch < count; batch++) {
        const ids = order.slice(batch * batchSize, (batch + 1) * batchSize);
        yield {
          features: makeView(dataset, ids, augmentationSeed, jitter),
          shape: [ids.length, ...dataset.exampleShape],
          labels: ids.map((id) => dataset.labels[id]!),
          ids,
          augmentationSeed,
        };
      }
    },
  };
}

interface EpochPlan {
  /** Ids in the order in which they come. */
  readonly order: Int32Array;
  readonly augmentationSeed: number;
  readonly jitter: number;
}

function planEpoch(dataset: Dataset, options: BatchesOptions): EpochPlan {
  if ("order" in options) {
    assertOneOf("batches", "order", options.order, ["stored"]);
    return { order: dataset.rows, augmentationSeed: 0, jitter: 0 };
  }
  const { seed, epoch, jitter = 0 } = options;
  assertInteger("batches", "seed", seed, { min: 0 });
  assertInteger("batches", "epoch", epoch, { min: 0 });
  assertJitter("batches", dataset, jitter);
  const { augmentationSeed = jitter === 0 ? 0 : epochAugmentationSeed(seed, epoch) } = options;
  assertInteger("batches", "augmentationSeed", augmentationSeed, jitter === 0 ? { min: 0, max: 0 } : { min: 0 });
  const permutation = createRandom(deriveSeed(seed, epoch, 0)).permutation(dataset.rows.length);
  return {
    order: permutation.map((position) => dataset.rows[position]!),
    augmentationSeed,
    jitter,
  };
}
