import { assertFields, assertOptions, formatValue, type Matrix } from "@dark-knowledge/core";
import { assertFeatures, assertUtterances } from "./internal/assert-features.ts";
import { fail } from "./internal/fail.ts";

/** Mean and standard deviation of each feature. */
export interface FeatureStatistics {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** Options of {@link normaliseFeatures}. */
export interface NormaliseOptions {
  /** The statistics to use, such as those of a speaker. Default: those of the features themselves. */
  readonly statistics?: FeatureStatistics;
  /** Whether to divide by the standard deviation. Default: true. */
  readonly variance?: boolean;
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

/**
 * Normalises features to mean 0 and variance 1: of the utterance itself, or with the statistics of its speaker. A feature that
 * does not vary is only centred.
 *
 * @returns a new matrix of the same size
 * @throws ArgumentError when the statistics are of another width, or a number is not finite
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { featureStatistics, normaliseFeatures } from "@dark-knowledge/speech";
 *
 * const [one, other] = [createMatrix(2, 1, Float32Array.of(1, 3)), createMatrix(2, 1, Float32Array.of(5, 7))];
 * normaliseFeatures(one).data; // => [-1, 1]
 * const statistics = featureStatistics([one, other]);
 * normaliseFeatures(one, { statistics, variance: false }).data; // => [-3, -1]
 * ```
 */
export function normaliseFeatures(features: Matrix, options: NormaliseOptions = {}): Matrix<Float32Array> {
  assertFeatures("normaliseFeatures", "features", features);
  assertOptions<NormaliseOptions>("normaliseFeatures", options, { statistics: true, variance: true });
  assertFields("normaliseFeatures", options, { statistics: "object?", variance: "flag?" });
  const { rows, columns, data } = features;
  if (rows === 0) return { rows, columns, data: new Float32Array() };
  const { statistics = featureStatistics([features]), variance = true } = options;
  assertStatistics(statistics, columns);
  const { means, deviations } = statistics;
  const normalised = Float32Array.from(data, (value, place) => {
    const column = place % columns;
    const deviation = deviations[column]!;
    const centred = value - means[column]!;
    return variance && deviation > 0 ? centred / deviation : centred;
  });
  return { rows, columns, data: normalised };
}

function assertStatistics(statistics: FeatureStatistics, columns: number): void {
  const fields = { means: "values", deviations: "values" } as const;
  const argument = "options.statistics";
  assertFields("normaliseFeatures", statistics, fields, { argument, prefix: "options.statistics." });
  for (const name of ["means", "deviations"] as const) {
    const values = Array.from(statistics[name]);
    const where = `${argument}.${name}`;
    if (values.length !== columns) {
      fail("normaliseFeatures", "shape", where, `must have length ${columns} (as features)`, String(values.length));
    }
    const broken = values.find((value) => !Number.isFinite(value));
    if (broken !== undefined) fail("normaliseFeatures", "range", where, "must be finite", formatValue(broken));
  }
}
