import { assertInteger, deriveSeed } from "@dark-knowledge/core";

/**
 * Returns the augmentation seed that `batches` gives an epoch with jitter. Use it to know a run's views beforehand, for
 * example to record a teacher's answers to them.
 *
 * @param seed as given to `batches`: integer from 0 to 2⁵³ − 1
 * @param epoch from 0
 * @returns an integer from 1 to 2³² − 1; 0 is the seed of examples as they are stored
 * @throws ArgumentError when either is not such an integer
 *
 * @example
 * ```ts
 * import { batches, createDataset, epochAugmentationSeed } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(16),
 *   labels: Int32Array.of(0),
 *   exampleShape: [4, 4],
 *   classNames: ["image"],
 * });
 * const [batch] = batches(dataset, { batchSize: 1, seed: 7, epoch: 2, jitter: 1 });
 * batch.augmentationSeed === epochAugmentationSeed(7, 2); // => true
 * ```
 */
export function epochAugmentationSeed(seed: number, epoch: number): number {
  assertInteger("epochAugmentationSeed", "seed", seed, { min: 0 });
  assertInteger("epochAugmentationSeed", "epoch", epoch, { min: 0 });
  // 0 is taken: it says that nothing was moved.
  return 1 + (deriveSeed(seed, "augmentation", epoch) % (2 ** 32 - 1));
}
