import type { Matrix } from "@dark-knowledge/core";

/** Features that are computed while frames arrive. */
export interface FeatureStream {
  /**
   * Takes the next frames.
   *
   * @returns a new matrix of the frames that became complete: none or many
   * @throws ArgumentError when the frames are of another length than those before, or a number is not finite
   */
  push(features: Matrix): Matrix<Float32Array>;
  /**
   * Ends the utterance. Afterwards the stream takes another one.
   *
   * @returns a new matrix of the frames that were still to come
   */
  end(): Matrix<Float32Array>;
}
