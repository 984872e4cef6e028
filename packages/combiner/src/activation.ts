/** Which specialists are active for which rows of a batch. */
export interface Activation {
  readonly rows: number;
  /** The generalist's rows themselves, not a copy: leave them as they are until they have been combined. */
  readonly generalistProbs: Float32Array;
  /** The sum of each of the generalist's rows: 1 but for rounding. */
  readonly sums: Float64Array;
  /** The active specialists of row r are `specialists[start[r]]` to `specialists[start[r + 1] - 1]`. */
  readonly start: Int32Array;
  readonly specialists: Int32Array;
  /** For each specialist the rows for which it has to be run, in rising order. */
  readonly rowsOf: readonly Int32Array[];
}
