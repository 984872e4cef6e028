import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { checkTargetScale } from "./internal/check-targets.ts";
import { fail } from "./internal/fail.ts";
import type { ScaleTransform } from "./transform.ts";

/**
 * Returns the same view with numbers that a model learns on another scale: a batch has `(y − subtract) / divide` for the
 * stored y. Evaluations and saved students convert the model's answers back, so that figures and answers are in the unit
 * of the stored numbers. It replaces a scale that is there. Apply the scale of the training part to every part.
 *
 * @param scale from {@link standardiseTargets}, or from {@link scale}
 * @returns a dataset that shares the storage
 * @throws ArgumentError when the targets are no numbers, or there are not as many of the scale's
 *
 * @example
 * ```ts
 * import { batches, createDataset, scale, withTargetScale } from "@dark-knowledge/datasets";
 *
 * const houses = createDataset({
 *   columns: { size: { values: Float32Array.of(80, 100), shape: [1] } },
 *   targets: { kind: "numbers", names: ["price"], values: Float32Array.of(100, 300) },
 * });
 * const scaled = withTargetScale(houses, scale({ subtract: 200, divide: 100 }));
 * const [batch] = batches(scaled, { batchSize: 2, order: "stored" });
 * batch?.targets; // => { kind: "numbers", values: Float32Array.of(-1, 1), known: Uint8Array.of(1, 1), shape: [2, 1] }
 * ```
 */
export function withTargetScale<Set extends Dataset>(dataset: Set, scale: ScaleTransform): Set {
  assertExamples("withTargetScale", dataset);
  const { targets } = dataset;
  if (targets.kind !== "numbers") {
    fail("withTargetScale", "state", "dataset", 'must have targets of kind "numbers"', `"${targets.kind}"`);
  }
  checkTargetScale("withTargetScale", "scale", scale, targets.names.length);
  return { ...dataset, targets: { ...targets, scale } };
}
