/** The direction of the divergence between a model's answer p and the combined q. */
export type CombineDivergence =
  /** `KL(p, q)`, Eq. 5 of the paper: if every model knows every class, q is the arithmetic mean. */
  | "forward"
  /** `KL(q, p)`: the geometric mean. A class to which one model gives probability 0 gets 0. */
  | "reverse";

/** The status of a solved row. */
export type CombineStatus =
  /** The duality gap is at most the tolerance. */
  | "solved"
  /**
   * The iterations or the precision of float64 were exhausted: `probs` is a distribution, and `gap` bounds its distance
   * from the optimum.
   */
  | "inexact"
  /**
   * Only with `"reverse"`: every class is ruled out by some model, so that the cost of any q is infinite; `probs` is
   * the generalist's.
   */
  | "contradiction";

/** The answer of one active specialist to one example. */
export interface SpecialistAnswer {
  /** The classes it knows, each once. */
  readonly classes: ArrayLike<number>;
  /** One probability per class, in the order of `classes`, then the dustbin's: all other classes together. */
  readonly probs: ArrayLike<number>;
  /** The weight of its divergence. Default: 1. */
  readonly weight?: number;
}

/** Options of combining generalist and specialists. */
export interface CombineOptions {
  /** Default: `"forward"`, as in the paper. */
  readonly divergence?: CombineDivergence;
  /** The weight of the generalist's divergence. Default: 1. */
  readonly generalistWeight?: number;
  /** The duality gap to reach, per unit of the models' summed weights. Default: 1e-12. */
  readonly tolerance?: number;
  /** The most Newton steps per row. Four are usual. Default: 200. */
  readonly maxIterations?: number;
}

/** The combined answer to one example. */
export interface CombinedRow {
  /** q: one probability per class. */
  readonly probs: Float32Array;
  /** The minimised sum of divergences, in nats. */
  readonly objective: number;
  /** A proven bound on `objective − minimum`: the duality gap. */
  readonly gap: number;
  readonly iterations: number;
  readonly status: CombineStatus;
  /** The mass that dustbins give to classes that no model distinguishes; it is spread equally. Almost always 0. */
  readonly undetermined: number;
}
