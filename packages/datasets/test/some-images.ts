import { createRandom } from "@dark-knowledge/core";
import { type AugmentationOptions, createDataset, type Dataset, scale, viewOf } from "../src/index.ts";

const random = createRandom(3);
/** Numbers in one of {@link images}. */
export const PIXELS = 6 * 5 * 3;
/** Twelve images of random bytes. */
export const images: Dataset = createDataset({
  features: Uint8Array.from({ length: 12 * PIXELS }, () => random.integer(256)),
  exampleShape: [6, 5, 3],
  transforms: [scale({ divide: 255 })],
  labels: Int32Array.from({ length: 12 }, (_, id) => id % 3),
  classNames: ["a", "b", "c"],
});
/** What a view shows of the first column. */
export const valuesOf = (
  dataset: Dataset,
  ids: readonly number[],
  seed: number,
  options: AugmentationOptions,
): Float32Array | Int32Array => Object.values(viewOf(dataset, ids, seed, options).inputs)[0]!.values;
