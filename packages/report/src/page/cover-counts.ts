/** One seed's right answers to the test examples whose class is known to the same number of specialists. */
export interface CoverCounts {
  readonly seed: number;
  readonly specialists: number;
  /** The number of right answers of the generalist alone. */
  readonly before: number;
  /** The number of right answers with the specialists. */
  readonly after: number;
}
