/** Options of {@link withTransform} and of what fits transforms. */
export interface ColumnChoice {
  /** The name of the column; the only one when left out. */
  readonly column?: string;
}
