import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { fail } from "./internal/fail.ts";

/**
 * Returns the names of a dataset's classes.
 *
 * @throws ArgumentError when its targets are not classes
 *
 * @example
 * ```ts
 * import { classNamesOf, createDataset } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Float32Array(6),
 *   labels: Int32Array.of(0, 1, 1),
 *   exampleShape: [2],
 *   classNames: ["cat", "dog"],
 * });
 * classNamesOf(dataset); // => ["cat", "dog"]
 * ```
 */
export function classNamesOf(dataset: Dataset): readonly string[] {
  assertExamples("classNamesOf", dataset);
  const { targets } = dataset;
  if ("classNames" in targets) return targets.classNames;
  fail("classNamesOf", "state", "dataset", "must have classes as targets", `targets of kind "${targets.kind}"`);
}
