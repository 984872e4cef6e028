import { assertArray, assertInteger, assertOptions } from "@dark-knowledge/core";
import type { AugmentationOptions } from "./augmentation.ts";
import type { Batch } from "./batch.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { compileView } from "./internal/compile-view.ts";
import { planAugmentation } from "./internal/plan-augmentation.ts";
import { storedSize } from "./internal/stored-size.ts";

/**
 * Makes a batch of chosen examples, with augmentation and transforms applied. Images are moved by {@link jitterShift},
 * the uncovered pixels being stored zeros.
 *
 * From a batch's `ids` and `augmentationSeed` it recreates exactly that batch, with the same `jitter` and `augment` as
 * `batches`.
 *
 * @param ids storage rows, including rows outside the view
 * @param augmentationSeed from {@link Batch.augmentationSeed}; 0 gives the examples as stored
 * @returns a batch in new arrays
 * @throws ArgumentError when an example does not exist, `augmentationSeed` is not a seed, `jitter` is not smaller than
 * the image, or the examples cannot be augmented in this way
 *
 * @example
 * ```ts
 * import { batches, createDataset, viewOf } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.from({ length: 32 }, (_, index) => index),
 *   labels: Int32Array.of(0, 0),
 *   exampleShape: [4, 4],
 *   classNames: ["image"],
 * });
 * const [batch] = batches(dataset, { batchSize: 2, seed: 1, epoch: 0, jitter: 1 });
 * const again = viewOf(dataset, batch.ids, batch.augmentationSeed, { jitter: 1 });
 * again.inputs.features.values.every((value, index) => value === batch.inputs.features.values[index]); // => true
 * ```
 */
export function viewOf(
  dataset: Dataset,
  ids: ArrayLike<number>,
  augmentationSeed: number,
  options: AugmentationOptions = {},
): Batch {
  assertDataset("viewOf", dataset);
  assertOptions<AugmentationOptions>("viewOf", options, { jitter: true, augment: true });
  const plan = planAugmentation("viewOf", dataset, options);
  assertInteger("viewOf", "augmentationSeed", augmentationSeed, { min: 0 });
  assertArray("viewOf", "ids", ids, "numbers");
  const size = storedSize(dataset);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (!(Number.isInteger(id) && id >= 0 && id < size)) {
      assertInteger("viewOf", `ids[${index}]`, id, { min: 0, below: size });
    }
  }
  return compileView("viewOf", dataset, plan)(Int32Array.from(ids), augmentationSeed);
}
