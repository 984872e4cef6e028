/** The similarity of classes, and the sets made from it. Sets may overlap, and a class may be in none. */
export interface SimilarityPicture {
  readonly classNames: readonly string[];
  /** The covariance of the probabilities of each pair of classes, `[classes, classes]`. */
  readonly covariance: readonly (readonly number[])[];
  /** The class numbers of each set. */
  readonly sets: readonly (readonly number[])[];
}
