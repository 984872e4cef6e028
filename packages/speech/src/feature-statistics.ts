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
 * is the mean squared distance from the mean.
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
  return { means, deviations: variances.map(Math.sqrt) };
}
