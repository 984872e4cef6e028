import { assertNumber, assertOptions } from "@dark-knowledge/core";
import type { AcousticModel } from "./acoustic-model.ts";
import { assertAcousticModel } from "./internal/assert-acoustic-model.ts";

/** Options of {@link splitMixtures}. */
export interface SplitOptions {
  /** How far the halves are moved from where they were, in standard deviations. Default: 0.2. */
  readonly distance?: number;
}

/**
 * Doubles the Gaussians of each state: each becomes two of half the weight, with means to both sides of its own. Training tells
 * them apart.
 *
 * @returns a new model
 * @throws ArgumentError when an option is not in its range
 * @see {@link baumWelch}
 */
export function splitMixtures(model: AcousticModel, options: SplitOptions = {}): AcousticModel {
  assertAcousticModel("splitMixtures", model);
  assertOptions<SplitOptions>("splitMixtures", options, { distance: true });
  const { distance = 0.2 } = options;
  assertNumber("splitMixtures", "distance", distance, { above: 0 });
  const { components, dimensions, weights, means, variances } = model;
  const size = 2 * means.length;
  /** The place of the whole from that of its half. */
  const whole = (place: number) => Math.floor(place / (2 * dimensions)) * dimensions + (place % dimensions);
  const sign = (place: number) => (Math.floor(place / dimensions) % 2 === 0 ? -1 : 1);
  return {
    ...model,
    components: 2 * components,
    weights: Float64Array.from({ length: 2 * weights.length }, (_, index) => weights[index >> 1]! / 2),
    means: Float64Array.from({ length: size }, (_, place) => {
      const from = whole(place);
      return means[from]! + sign(place) * distance * Math.sqrt(variances[from]!);
    }),
    variances: Float64Array.from({ length: size }, (_, place) => variances[whole(place)]!),
  };
}
