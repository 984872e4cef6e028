import type { Matrix } from "@dark-knowledge/core";
import { assertUtterances } from "./internal/assert-features.ts";
import { fail } from "./internal/fail.ts";

/** Mean and standard deviation of each feature. */
export interface FeatureStatistics {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/**
 * Computes mean and standard deviation of each feature over all frames of one or more utterances, for example of a speaker. The variance
 * is the mean squared distance from the mean, and exactly 0 for a feature that never changes.
 *
 * @throws ArgumentError when there are no frames, the utterances differ in width, or a number is not finite
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { featureStatistics } from "@dark-knowledge/speech";
 *
 * const utterances = [createMatrix(1, 2, Float32Array.of(1, 5)), createMatrix(2, 2, Float32Array.of(4, 5, 4, 5))];
 * featureStatistics(utterances).means; // => [3, 5]
 * featureStatistics(utterances).deviations; // ≈ [1.4142, 0]
 * ```
 */
export function featureStatistics(utterances: readonly Matrix[]): FeatureStatistics {
  assertUtterances("featureStatistics", "utterances", utterances);
  const { columns } = utterances[0]!;
  const frames = utterances.reduce((sum, { rows }) => sum + rows, 0);
  if (frames === 0) fail("featureStatistics", "shape", "utterances", "must have at least one frame", "none");
  const means = new Float64Array(columns);
  for (const { data } of utterances) {
    for (let place = 0; place < data.length; place++) means[place % columns]! += data[place]! / frames;
  }
  const variances = new Float64Array(columns);
  for (const { data } of utterances) {
    for (let place = 0; place < data.length; place++) {
      variances[place % columns]! += (data[place]! - means[place % columns]!) ** 2 / frames;
    }
  }
  for (const [place, value] of stillFeatures(utterances)) [means[place], variances[place]] = [value, 0];
  return { means, deviations: variances.map(Math.sqrt) };
}

/** The features that are the same in every frame, with their value: the rounding of a sum must not make them vary. */
function stillFeatures(utterances: readonly Matrix[]): ReadonlyMap<number, number> {
  const { data: first, columns } = utterances.find(({ rows }) => rows > 0)!;
  const still = new Map(Array.from(first.subarray(0, columns).entries()));
  for (const { data } of utterances) {
    for (const [feature, value] of still) {
      let place = feature;
      while (place < data.length && data[place] === value) place += columns;
      if (place < data.length) still.delete(feature);
    }
  }
  return still;
}
