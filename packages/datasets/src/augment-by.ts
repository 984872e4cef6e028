import { assertOptions, formatValue } from "@dark-knowledge/core";
import type { AugmentedExample, CustomAugmentation } from "./augmentation.ts";
import type { ColumnChoice } from "./column-choice.ts";
import { fail } from "./internal/fail.ts";

/**
 * Makes an augmentation from your own function, which changes the stored numbers of one example in place, before the
 * transforms. It must draw random numbers only from `random`.
 *
 * @param name identifies it where answers to augmented examples are stored; change it when the function changes
 * @throws ArgumentError when the name or the function is missing
 *
 * @example
 * ```ts
 * import { augmentBy, batches, createDataset } from "@dark-knowledge/datasets";
 *
 * const noise = augmentBy("noise of 0.1", ({ values, random }) => {
 *   for (let index = 0; index < values.length; index++) values[index] += 0.1 * random.normal();
 * });
 * const dataset = createDataset({ columns: { x: { values: new Float32Array(4), shape: [4] } } });
 * const show = () => [...batches(dataset, { batchSize: 1, seed: 1, epoch: 0, augment: [noise] })][0].inputs.x.values;
 * show().some((value) => value !== 0); // => true
 * String(show()) === String(show()); // => true
 * ```
 */
export function augmentBy(
  name: string,
  change: (example: AugmentedExample) => void,
  options: ColumnChoice = {},
): CustomAugmentation {
  assertOptions<ColumnChoice>("augmentBy", options, { column: true });
  if (typeof name !== "string" || name === "") {
    fail("augmentBy", "dtype", "name", "must be a text that is not empty", formatValue(name));
  }
  if (typeof change !== "function") {
    fail("augmentBy", "dtype", "change", "must be a function", formatValue(change));
  }
  return { kind: "custom", name, column: options.column, change };
}
