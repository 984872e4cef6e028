/** The right answers to test examples whose class equally many specialists know, of one seed. */
export interface CoverCounts {
  readonly seed: number;
  readonly specialists: number;
  /** Right answers of the generalist alone. */
  readonly before: number;
  /** Right answers with the specialists. */
  readonly after: number;
}
