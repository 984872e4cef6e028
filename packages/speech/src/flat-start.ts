import { assertInteger, assertNumber, assertOptions, type Matrix } from "@dark-knowledge/core";
import type { AcousticModel } from "./acoustic-model.ts";
import { featureStatistics } from "./feature-statistics.ts";
import { fail } from "./internal/fail.ts";

/** Options of {@link flatStart}. */
export interface FlatStartOptions {
  /** The number of states, such as the `stateCount` of a lexicon. */
  readonly states: number;
  /** For all states the probability to be repeated. Default: 0.6. */
  readonly stayProb?: number;
  /** The smallest variance that training may come to, as a share of the variance of all frames. Default: 0.01. */
  readonly varianceFloor?: number;
}

/**
 * Makes the model with which training begins when nothing is known: one Gaussian for each state, all with the mean and the variance of
 * all frames. What tells the states apart at first is only their order in the transcripts.
 *
 * @param utterances matrices of frames × features
 * @throws ArgumentError when there are no frames, the utterances differ in width, a feature never changes, or an option is not in its
 *   range
 * @see {@link baumWelch}
 */
export function flatStart(utterances: readonly Matrix[], options: FlatStartOptions): AcousticModel {
  const { means, deviations } = featureStatistics(utterances);
  assertOptions<FlatStartOptions>("flatStart", options, { states: true, stayProb: true, varianceFloor: true });
  const { states, stayProb = 0.6, varianceFloor = 0.01 } = options;
  assertInteger("flatStart", "states", states, { min: 1, max: 1e6 });
  assertNumber("flatStart", "stayProb", stayProb, { min: 0, below: 1 });
  assertNumber("flatStart", "varianceFloor", varianceFloor, { above: 0, max: 1 });
  const still = deviations.indexOf(0);
  if (still >= 0)
    fail("flatStart", "range", "utterances", "must vary in each feature", `always the same in feature ${still}`);
  const dimensions = means.length;
  const variances = deviations.map((deviation) => deviation ** 2);
  const repeated = (values: Float64Array) =>
    Float64Array.from({ length: states * dimensions }, (_, place) => values[place % dimensions]!);
  return {
    states,
    components: 1,
    dimensions,
    weights: new Float64Array(states).fill(1),
    means: repeated(means),
    variances: repeated(variances),
    varianceFloors: variances.map((variance) => variance * varianceFloor),
    stayProbs: new Float64Array(states).fill(stayProb),
  };
}
