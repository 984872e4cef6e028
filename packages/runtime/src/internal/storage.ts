/** The length of all sequences of an input, which is open: each call decides. */
interface Sequence {
  steps: number;
}

/** Floats of each example of a batch, one example after the other. */
export interface Storage {
  /** How many an example has; each position of it where its length is open. */
  readonly size: number;
  /** Says how many positions an example has; left out where its shape is fixed. */
  readonly sequence?: Sequence | undefined;
  /** Where they begin in the memory; known once all operations are. */
  at: number;
}

/** Memory for so many floats for each example, or for each position where the input has an open number of them. */
export function storageFor(size: number, { sequence }: Storage): Storage {
  return { size, at: 0, sequence };
}

/** How many examples there are in so many, or how many positions. */
export function countIn({ sequence }: Storage, rows: number): number {
  return sequence === undefined ? rows : rows * sequence.steps;
}
