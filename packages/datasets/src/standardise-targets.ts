import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { fail } from "./internal/fail.ts";
import { usableDeviation } from "./internal/moments.ts";
import { scale } from "./scale.ts";
import type { ScaleTransform } from "./transform.ts";

/**
 * Fits the scale that gives each output of a dataset of numbers mean 0 and variance 1 over the known targets of a view:
 * `(y − mean) / deviation`, with the population standard deviation. An output that is constant, or never known, is only
 * shifted.
 *
 * @param dataset only the training part
 * @returns a scale for {@link withTargetScale}
 * @throws ArgumentError when the targets are no numbers
 *
 * @example
 * ```ts
 * import { createDataset, standardiseTargets } from "@dark-knowledge/datasets";
 *
 * const houses = createDataset({
 *   columns: { size: { values: Float32Array.of(80, 100, 120), shape: [1] } },
 *   targets: { kind: "numbers", names: ["price"], values: Float32Array.of(100, 200, 300) },
 * });
 * const { subtract, divide } = standardiseTargets(houses);
 * subtract; // => [200]
 * divide; // ≈ [81.65]
 * ```
 */
export function standardiseTargets(dataset: Dataset): ScaleTransform {
  assertExamples("standardiseTargets", dataset);
  const { targets, rows } = dataset;
  if (targets.kind !== "numbers") {
    fail("standardiseTargets", "state", "dataset", 'must have targets of kind "numbers"', `"${targets.kind}"`);
  }
  const { names, values, known } = targets;
  const moments = names.map((_, output) => {
    const own: number[] = [];
    for (const row of rows) {
      const at = row * names.length + output;
      if (known === undefined || known[at] === 1) own.push(values[at]!);
    }
    const mean = own.reduce((sum, value) => sum + value / own.length, 0);
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2 / own.length, 0);
    return { mean, deviation: usableDeviation(mean, variance) };
  });
  return scale({ subtract: moments.map(({ mean }) => mean), divide: moments.map(({ deviation }) => deviation) });
}
