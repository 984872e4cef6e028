/** The active specialists of each row of a batch. */
export interface Activation {
  readonly rows: number;
  /** The generalist's rows, not copied: do not change them until they have been combined. */
  readonly generalistProbs: Float32Array;
  /** The sum of each of the generalist's rows: 1, except for rounding. */
  readonly sums: Float64Array;
  /** The active specialists of row r are `specialists[start[r]]` to `specialists[start[r + 1] - 1]`. */
  readonly start: Int32Array;
  readonly specialists: Int32Array;
  /** For each specialist, the rows for which it must be run, in ascending order. */
  readonly rowsOf: readonly Int32Array[];
}
