import type { Dataset } from "./create-dataset.ts";

/**
 * The same view with every label −1: an unlabelled transfer set, on which a student has only the teacher to learn from.
 *
 * Features, ids and order stay; only the labels are a new array.
 *
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import { createDataset, withoutLabels } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(2),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [1],
 *   classNames: ["a", "b"],
 * });
 * Array.from(withoutLabels(dataset).labels); // => [-1, -1]
 * ```
 */
export function withoutLabels(dataset: Dataset): Dataset {
  return { ...dataset, labels: new Int32Array(dataset.labels.length).fill(-1) };
}
