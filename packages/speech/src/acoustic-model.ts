/**
 * A mixture of Gaussians with diagonal covariances for each state, and how probable it is that a state is repeated. Plain data.
 * Component k of state s has the number `c = s · components + k`.
 */
export interface AcousticModel {
  readonly states: number;
  /** The number of Gaussians of each state. */
  readonly components: number;
  /** The number of features of a frame. */
  readonly dimensions: number;
  /** The weight of each component; those of a state sum to 1. */
  readonly weights: Float64Array;
  /** The mean of feature d of component c is at `c · dimensions + d`. */
  readonly means: Float64Array;
  /** The variances in the same order. */
  readonly variances: Float64Array;
  /** For each feature the smallest variance that training may come to. */
  readonly varianceFloors: Float64Array;
  /** For each state the probability to be repeated in the next frame. */
  readonly stayProbs: Float64Array;
}
