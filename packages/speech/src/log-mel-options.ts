/** Options of {@link logMel} and {@link createLogMelStream}. */
export interface LogMelOptions {
  /** Samples per second. */
  readonly sampleRate: number;
  /** The number of filters, which is the length of a frame. Default: 40, as in the paper. */
  readonly filters?: number;
  /** The length of a frame's window. Default: 0.025. */
  readonly windowSeconds?: number;
  /** The time from one frame to the next; at most that of a window. Default: 0.01. */
  readonly hopSeconds?: number;
  /** a in `x[t] − a·x[t − 1]`, which lifts high frequencies. Default: 0.97. */
  readonly preEmphasis?: number;
  /** The left end of the first filter, in Hz. Default: 20. */
  readonly lowestFrequency?: number;
  /** The right end of the last filter, in Hz. Default: half the sample rate. */
  readonly highestFrequency?: number;
  /** Smaller energies count as this one, so that silence has a logarithm. Default: 1e-10. */
  readonly smallestEnergy?: number;
}
