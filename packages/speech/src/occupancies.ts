import type { Matrix } from "@dark-knowledge/core";

/** Result of {@link forwardBackward}. */
export interface Occupancies {
  /** The logarithm of the probability of all paths together. */
  readonly logLikelihood: number;
  /** Frames × nodes: the probability that the path is there. */
  readonly nodeProbs: Matrix<Float64Array>;
  /** For each node, how often it is expected to be repeated. */
  readonly stays: Float64Array;
}
