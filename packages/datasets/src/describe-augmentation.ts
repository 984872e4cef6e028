import { assertObject, deriveSeed } from "@dark-knowledge/core";
import type { AugmentationOptions } from "./augmentation.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { planAugmentation } from "./internal/plan-augmentation.ts";

/**
 * Returns the settings that, besides ids and augmentation seeds, determine augmented examples, as a few names and
 * values. A store of answers records them, so that the answers are used only for the same views. Custom functions are
 * identified by name. Mixed examples also depend on the rows of the view, which are identified by a 32-bit hash.
 *
 * @returns an empty object for examples as they are stored; `{ jitter: 2 }` for images that are only moved
 * @throws ArgumentError when the examples cannot be augmented in this way
 *
 * @example
 * ```ts
 * import { createDataset, describeAugmentation, flip } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { image: { values: new Uint8Array(9), shape: [3, 3] } } });
 * describeAugmentation(dataset, { jitter: 1 }); // => { jitter: 1 }
 * describeAugmentation(dataset, { augment: [flip({ horizontal: true })] });
 * // => { augment: '[{"kind":"flip","horizontal":true,"vertical":false}]' }
 * ```
 */
export function describeAugmentation(
  dataset: Dataset,
  options: AugmentationOptions,
): Readonly<Record<string, number | string>> {
  assertObject("describeAugmentation", "options", options);
  assertDataset("describeAugmentation", dataset);
  const { alpha } = planAugmentation("describeAugmentation", dataset, options);
  const { jitter = 0, augment = [] } = options;
  return {
    ...(jitter > 0 ? { jitter } : {}),
    // A function is no JSON, so its name is left.
    ...(augment.length > 0 ? { augment: JSON.stringify(augment) } : {}),
    ...(alpha === undefined ? {} : { mixedAmong: hashOf(dataset.rows) }),
  };
}

function hashOf(rows: Int32Array): string {
  const hash = rows.reduce((state, row) => deriveSeed(state, "row hash", row), rows.length);
  return hash.toString(16).padStart(14, "0");
}
