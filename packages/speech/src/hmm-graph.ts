/** A phone at its place in an {@link HmmGraph}. */
export interface PhoneSegment {
  readonly phone: string;
  /** The place of its word in the transcript; −1 for silence between words. */
  readonly word: number;
}

/**
 * A hidden Markov model of an utterance: nodes that are passed from left to right, each with the state of an acoustic model that it
 * emits. A node may be repeated; how likely that is, is a matter of its state, not of the graph. Plain data.
 */
export interface HmmGraph {
  /** The state of each node. */
  readonly states: Int32Array;
  /** The arcs into node n are those from `arcStarts[n]` to before `arcStarts[n + 1]`. */
  readonly arcStarts: Int32Array;
  /** The node that each arc comes from, smaller than the one it leads to. */
  readonly arcSources: Int32Array;
  /** The logarithm of each arc's probability, given that its source is left. */
  readonly arcLogProbs: Float64Array;
  /** The logarithm of the probability to begin in each node. */
  readonly entryLogProbs: Float64Array;
  /** The logarithm of the probability to end after each node, given that it is left. */
  readonly exitLogProbs: Float64Array;
  /** The number of the phone that each node is part of. */
  readonly nodeSegments: Int32Array;
  readonly segments: readonly PhoneSegment[];
}
