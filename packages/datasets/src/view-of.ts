import { assertInteger, assertOptions, formatShape } from "@dark-knowledge/core";
import type { Batch, Input } from "./batch.ts";
import type { Column } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { compileColumn } from "./internal/compile-column.ts";
import type { CompiledColumn } from "./internal/compiled-column.ts";
import { fail } from "./internal/fail.ts";
import { makeInput } from "./internal/make-input.ts";
import { pickTargets } from "./internal/pick-targets.ts";
import { storedSize } from "./internal/stored-size.ts";

/** Options of {@link viewOf}. */
export interface ViewOptions {
  /** The largest shift in pixels in each direction, as it was given to `batches`; 0 when left out. */
  readonly jitter?: number;
}

/**
 * A batch of chosen examples: their columns as their transforms make them, images moved by {@link jitterShift} first, the uncovered
 * pixels being stored zeros.
 *
 * From a batch's `ids` and `augmentationSeed` this makes exactly that batch again.
 *
 * @param ids storage rows, also such as are not in the view
 * @param augmentationSeed as {@link Batch.augmentationSeed} tells it; 0 gives the examples as they are stored
 * @returns a batch in new arrays
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
 * again.inputs.features.values.every((value, index) => value === batch.inputs.features.values[index]); // => true
 * ```
 */
export function viewOf(
  dataset: Dataset,
  ids: ArrayLike<number>,
  augmentationSeed: number,
  options: ViewOptions = {},
): Batch {
  assertOptions<ViewOptions>("viewOf", options, { jitter: true });
  const { jitter = 0 } = options;
  assertJitter("viewOf", dataset, jitter);
  assertInteger("viewOf", "augmentationSeed", augmentationSeed, { min: 0 });
  const size = storedSize(dataset);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (!(Number.isInteger(id) && id >= 0 && id < size)) {
      assertInteger("viewOf", `ids[${index}]`, id, { min: 0, below: size });
    }
  }
  return compileView("viewOf", dataset, jitter)(Int32Array.from(ids), augmentationSeed);
}

/** {@link viewOf} without the checks, for many batches of one dataset; the batch takes the ids over. */
export function compileView(
  functionName: string,
  { columns, targets, weights }: Dataset,
  jitter: number,
): (ids: Int32Array, augmentationSeed: number) => Batch {
  const compiled = Object.entries(columns).map(([name, column]): readonly [string, CompiledColumn, number] => [
    name,
    compileColumn(functionName, column),
    isImage(column) ? jitter : 0,
  ]);
  return (ids, augmentationSeed) => {
    const inputs: Record<string, Input> = {};
    for (const [name, column, shift] of compiled) inputs[name] = makeInput(column, ids, augmentationSeed, shift);
    return {
      inputs,
      targets: pickTargets(targets, ids),
      ...(weights === undefined ? {} : { weights: Float32Array.from(ids, (id) => weights[id]!) }),
      ids,
      augmentationSeed,
    };
  };
}

/** Throws unless `jitter` is a shift that leaves something of every image. */
export function assertJitter(functionName: string, { columns, targets }: Dataset, jitter: number): void {
  assertInteger(functionName, "jitter", jitter, { min: 0, max: 1000 });
  if (jitter === 0) return;
  const images = Object.values(columns).filter(isImage);
  const received = String(jitter);
  if (images.length === 0) {
    const shapes = Object.values(columns).map(({ shape }) => formatShape(shape));
    const expected = `must be 0 for examples of shape ${shapes.join(" and ")}, which are no images`;
    fail(functionName, "shape", "jitter", expected, received);
  }
  if (targets.kind === "positions") {
    fail(functionName, "state", "jitter", "must be 0 where each position has a class", received);
  }
  const sides = images.flatMap(({ shape }) => [shape[0]!, shape[1]!]);
  assertInteger(functionName, "jitter", jitter, { min: 0, below: Math.min(...sides) });
}

function isImage({ shape, offsets }: Column): boolean {
  return offsets === undefined && (shape.length === 2 || shape.length === 3);
}
