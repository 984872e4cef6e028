/** A tied state, which all contexts share that lead to it. */
export interface StateLeaf {
  readonly state: number;
  /** The number of frames that it was made from. */
  readonly occupancy: number;
}

/** A question about a neighbour of a phone. */
export interface StateQuestion {
  readonly side: "left" | "right";
  /** The numbers of the phones that the neighbour is compared with, in order; −1 is the boundary of the word. */
  readonly phones: readonly number[];
  /** By how much the logarithm of the likelihood rises when both answers have a Gaussian of their own. */
  readonly gain: number;
  /** Followed where the neighbour is among the phones. */
  readonly yes: StateTree;
  readonly no: StateTree;
}

/** Chooses a tied state by the neighbours of a phone, see {@link tieStates}. Plain data. */
export type StateTree = StateLeaf | StateQuestion;
