import { ArgumentError, assertInteger, formatShape } from "@dark-knowledge/core";
import type { Dataset } from "./create-dataset.ts";
import { copyScaled, copyShifted } from "./internal/copy-example.ts";
import { jitterShift } from "./jitter-shift.ts";

/** Options of {@link viewOf}. */
export interface ViewOptions {
  /** The largest shift in pixels in each direction, as it was given to `batches`; 0 when left out. */
  readonly jitter?: number;
}

/**
 * The features of some examples as a batch shows them: scaled to the interval from 0 to 1, and moved by
 * {@link jitterShift}, the uncovered pixels being 0.
 *
 * From a batch's `ids` and `augmentationSeed` this makes exactly that batch's features again.
 *
 * @param ids storage rows, also such as are not in the view
 * @param augmentationSeed as {@link Batch.augmentationSeed} tells it; 0 gives the examples as they are stored
 * @returns a new array, example after example
 * @throws ArgumentError when there is no such example, `augmentationSeed` is no seed, or `jitter` is not smaller than
 *   the image, or the examples are no images but are to be jittered
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
 * again.every((value, index) => value === batch.features[index]); // => true
 * ```
 */
export function viewOf(
  dataset: Dataset,
  ids: ArrayLike<number>,
  augmentationSeed: number,
  options: ViewOptions = {},
): Float32Array {
  const { jitter = 0 } = options;
  assertJitter("viewOf", dataset, jitter);
  assertInteger("viewOf", "augmentationSeed", augmentationSeed, { min: 0 });
  for (let index = 0; index < ids.length; index++) {
    if (dataset.labels[ids[index]!] !== undefined) continue;
    assertInteger("viewOf", `ids[${index}]`, ids[index], { min: 0, below: dataset.labels.length });
  }
  return makeView(dataset, ids, augmentationSeed, jitter);
}

/** {@link viewOf} without the checks. */
export function makeView(
  { features, exampleShape }: Dataset,
  ids: ArrayLike<number>,
  augmentationSeed: number,
  jitter: number,
): Float32Array {
  const [height, width, channels = 1] = exampleShape;
  const size = exampleShape.reduce((product, length) => product * length, 1);
  const view = new Float32Array(ids.length * size);
  const isMoved = jitter > 0 && augmentationSeed !== 0;
  const extent = { height: height!, lineLength: width! * channels, channels };
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (isMoved) {
      copyShifted(features, id * size, view, index * size, extent, jitterShift(augmentationSeed, id, jitter));
    } else {
      copyScaled(features, id * size, view, index * size, size);
    }
  }
  return view;
}

/** Throws unless `jitter` is a shift that leaves something of every example. */
export function assertJitter(functionName: string, { exampleShape }: Dataset, jitter: number): void {
  assertInteger(functionName, "jitter", jitter, { min: 0, max: 1000 });
  if (jitter === 0) return;
  if (exampleShape.length !== 2 && exampleShape.length !== 3) {
    throw new ArgumentError({
      functionName,
      argument: "jitter",
      expected: `must be 0 for examples of shape ${formatShape(exampleShape)}, which are no images`,
      received: String(jitter),
      code: "shape",
    });
  }
  assertInteger(functionName, "jitter", jitter, { min: 0, below: Math.min(exampleShape[0]!, exampleShape[1]!) });
}
