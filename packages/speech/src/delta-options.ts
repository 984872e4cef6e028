/** Options of {@link withDeltas} and {@link createDeltaStream}. */
export interface DeltaOptions {
  /** How often the slope is taken: 1 for deltas, 2 for accelerations too. Default: 2. */
  readonly order?: number;
  /** The number of frames on each side. Default: 2. */
  readonly span?: number;
}
