/** The values of a weight. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
