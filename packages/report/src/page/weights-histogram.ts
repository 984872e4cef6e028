/** How often weights of a size occur in a layer, before and after it was compressed. */
export interface WeightsHistogram {
  /** Such as the name of the layer. */
  readonly title: string;
  readonly before: BinnedWeights;
  readonly after: BinnedWeights;
}

/** The weights of a layer by size. */
export interface BinnedWeights {
  /** How many of the weights other than 0 are in each of the equal parts of the range from `-edge` to `edge`. */
  readonly counts: readonly number[];
  /** Above 0. */
  readonly edge: number;
  /** The share of all weights that are 0, which are not in the counts. */
  readonly zeros: number;
}
