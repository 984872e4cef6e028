/** The kind of mean of the members' predictive distributions. There is no default. */
export type EnsembleMean =
  /** `Σ_m w_m p_m`: the mixture of the members. */
  | "arithmetic"
  /** `Π_m p_m^{w_m}`, normalised: the softmax of the mean of the logits. */
  | "geometric";

/** The order of temperature and mean. There is no default. For the geometric mean both orders give the same result. */
export type EnsembleOrder =
  /** Every member is softened, `p_m = softmax(v_m / T)`, then the mean is taken. */
  | "soften-then-average"
  /** The mean is taken at T = 1, then softened: `softmax(log p̄ / T)`. */
  | "average-then-soften";

/** Options of averaging an ensemble's members into one distribution. */
export interface EnsembleOptions {
  readonly mean: EnsembleMean;
  readonly order: EnsembleOrder;
  readonly temperature: number;
  /** One weight per member, 0 or more, scaled to a sum of 1. Default: equal weights. */
  readonly weights?: readonly number[];
}
