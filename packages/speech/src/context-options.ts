/** Options of {@link contextWindows} and {@link createContextStream}. */
export interface ContextOptions {
  /** The number of frames before the one in question. Default: 20, as in the paper. */
  readonly past?: number;
  /** The number of frames after it. Default: 5, as in the paper. */
  readonly future?: number;
}
