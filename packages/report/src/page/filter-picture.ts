/** The incoming weights of a unit or a filter as a picture. */
export interface FilterPicture {
  /** Weights row by row, `height · width` of them. */
  readonly weights: readonly number[];
  readonly height: number;
  readonly width: number;
}
