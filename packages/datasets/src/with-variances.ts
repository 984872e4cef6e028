import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { fail } from "./internal/fail.ts";

/**
 * Returns the same view for models of numbers that say how sure they are: one that gives, for `n` outputs, n means and then the n logarithms
 * of their variances, `[batch, 2n]`, on the scale of the targets. Loops, evaluations and saved students of the dataset expect such answers.
 *
 * @returns a dataset that shares the storage
 * @throws ArgumentError when the targets are no numbers
 *
 * @example
 * ```ts
 * import { createDataset, withVariances } from "@dark-knowledge/datasets";
 *
 * const houses = createDataset({
 *   columns: { size: { values: Float32Array.of(80, 100), shape: [1] } },
 *   targets: { kind: "numbers", names: ["price"], values: Float32Array.of(100, 300) },
 * });
 * const { targets } = withVariances(houses);
 * targets.kind === "numbers" && targets.variances; // => true
 * ```
 */
export function withVariances<Set extends Dataset>(dataset: Set): Set {
  assertExamples("withVariances", dataset);
  const { targets } = dataset;
  if (targets.kind !== "numbers") {
    fail("withVariances", "state", "dataset", 'must have targets of kind "numbers"', `"${targets.kind}"`);
  }
  return { ...dataset, targets: { ...targets, variances: true } };
}
