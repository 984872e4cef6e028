/** Which mean of the members' predictive distributions is taken; there is no default. */
export type EnsembleMean =
  /** `Σ_m w_m p_m`: the mixture of the members. */
  | "arithmetic"
  /** `Π_m p_m^{w_m}`, normalised: the softmax of the mean of the logits. */
  | "geometric";

/** What comes first, the temperature or the mean; there is no default. For the geometric mean the two are the same. */
export type EnsembleOrder =
  /** Every member is softened, `p_m = softmax(v_m / T)`, then the mean is taken. */
  | "soften-then-average"
  /** The mean is taken at T = 1, then softened: `softmax(log p̄ / T)`. */
  | "average-then-soften";

/** How an ensemble's members become one distribution. */
export interface EnsembleOptions {
  readonly mean: EnsembleMean;
  readonly order: EnsembleOrder;
  readonly temperature: number;
  /** One weight for each member, 0 or more, scaled to a sum of 1; equal when left out. */
  readonly weights?: readonly number[];
}
