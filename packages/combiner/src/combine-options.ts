/** Which way the divergence between a model's answer p and the combined q runs. */
export type CombineDivergence =
  /** `KL(p, q)`, Eq. 5 of the paper: where every model names every class, q is the arithmetic mean. */
  | "forward"
  /** `KL(q, p)`: the geometric mean. A class to which one model gives probability 0 gets 0. */
  | "reverse";

/** What became of a row. */
export type CombineStatus =
  /** The duality gap is at most the tolerance. */
  | "solved"
  /** The iterations ran out, or float64 did: `probs` is a distribution, and `gap` says how far from the optimum at most. */
  | "inexact"
  /** Only with `"reverse"`: every class is ruled out by some model, so that any q costs infinitely much; `probs` is the generalist's. */
  | "contradiction";

/** The answer of one active specialist about one example. */
export interface SpecialistAnswer {
  /** The classes that it knows, each once. */
  readonly classes: ArrayLike<number>;
  /** One probability for each of `classes`, in their order, and last the dustbin's: all other classes together. */
  readonly probs: ArrayLike<number>;
  /** How much its divergence counts; 1 when left out. */
  readonly weight?: number;
}

/** How generalist and specialists are combined. */
export interface CombineOptions {
  /** `"forward"`, as in the paper, when left out. */
  readonly divergence?: CombineDivergence;
  /** How much the generalist's divergence counts; 1 when left out. */
  readonly generalistWeight?: number;
  /** The duality gap to reach, for each unit of the models' summed weights; 1e-12 when left out. */
  readonly tolerance?: number;
  /** After so many Newton steps the row is left as it is; 200 when left out. Four are usual. */
  readonly maxIterations?: number;
}

/** The combined answer about one example. */
export interface CombinedRow {
  /** q: one probability for each class. */
  readonly probs: Float32Array;
  /** The minimised sum of divergences, in nats. */
  readonly objective: number;
  /** A proven bound on `objective − minimum`: the duality gap. */
  readonly gap: number;
  readonly iterations: number;
  readonly status: CombineStatus;
  /** The mass that dustbins give to classes between which no model distinguishes; it is spread equally. Almost always 0. */
  readonly undetermined: number;
}
