import { assertFields, assertOptions, formatValue, type Matrix } from "@dark-knowledge/core";
import { type FeatureStatistics, featureStatistics } from "./feature-statistics.ts";
import { assertFeatures } from "./internal/assert-features.ts";
import { fail } from "./internal/fail.ts";

/** Options of {@link normaliseFeatures}. */
export interface NormaliseOptions {
  /** The statistics to use, such as those of a speaker. Default: those of the features themselves. */
  readonly statistics?: FeatureStatistics;
  /** Whether to divide by the standard deviation. Default: true. */
  readonly variance?: boolean;
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
