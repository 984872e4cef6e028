/**
 * A metric of nets and how it is shown. Every table, chart, listing and glossary is made from such entries: those of
 * {@link METRICS}, and those that a record adds.
 */
export interface MetricRecord {
  /** Its key in `figures` or `fidelity` of a net; or `parameters`, `transferSize`, `passes` or `seconds`, of the net itself. */
  readonly key: string;
  /** The title in tables and on axes: `test errors`. */
  readonly title: string;
  /** The title for narrow tables. */
  readonly short?: string;
  /** `count`: a whole number. `share`: from 0 to 1, shown in percent. `number`: anything else. */
  readonly format: "count" | "share" | "number";
  /** The number of decimals; for a share, those of the percentage. Default: none, and one for the mean of counts. */
  readonly decimals?: number;
  /** The number of significant digits, instead of decimals, for numbers in a unit of the data. */
  readonly digits?: number;
  /** The unit: `errors`, `nats`, `seconds`. */
  readonly unit?: string;
  /** Which of two values is better. Left out where neither is. */
  readonly better?: "lower" | "higher";
  /** The part of the dataset whose examples it counts, a key of the dataset's `sizes`: `test`. */
  readonly outOf?: string;
  /** The metric to divide by the size of that part where this one was not recorded itself. */
  readonly shareOf?: string;
  /** Whether all seeds have the same value, which is shown without a spread. */
  readonly isFixed?: boolean;
  /** Whether it appears only in the listing seed by seed, not in tables. */
  readonly isDetail?: boolean;
  /** The meaning, for readers who are new to it. */
  readonly meaning?: string;
}
