/** Options of {@link withTransform} and of functions that fit transforms. */
export interface ColumnChoice {
  /** The name of the column. Default: the only one. */
  readonly column?: string;
}
