/**
 * What is measured on nets, and how it is shown. Every table, chart, listing and glossary is made from such entries: those of
 * {@link METRICS}, and those that a record brings along.
 */
export interface MetricRecord {
  /** Its key in `figures` or `fidelity` of a net; or `parameters`, `transferSize`, `passes` or `seconds`, of the net itself. */
  readonly key: string;
  /** In tables and on axes: `test errors`. */
  readonly title: string;
  /** The title for narrow tables. */
  readonly short?: string;
  /** `count`: a whole number. `share`: from 0 to 1, shown in percent. `number`: anything else. */
  readonly format: "count" | "share" | "number";
  /** Decimals, of the percentage where it is a share; none when left out. The mean of counts has one. */
  readonly decimals?: number;
  /** What it is counted in: `errors`, `nats`, `seconds`. */
  readonly unit?: string;
  /** Which of two values is the better one; left out where neither is. */
  readonly better?: "lower" | "higher";
  /** The part of the data set whose examples it counts, as in the `sizes` of that: `test`. */
  readonly outOf?: string;
  /** The metric that is divided by the size of that part where this one was not recorded itself. */
  readonly shareOf?: string;
  /** Whether all seeds have the same value, which is then shown without a spread. */
  readonly isFixed?: boolean;
  /** Whether it is listed seed by seed alone, and not in tables. */
  readonly isDetail?: boolean;
  /** What it means, for those who are new to it. */
  readonly meaning?: string;
}
