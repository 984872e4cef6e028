/** One input or output of a compiled model. */
export interface Port {
  readonly name: string;
  /** The shape of one example; null for the positions of a sequence, of which each call may have another number. */
  readonly shape: readonly (number | null)[];
  /** How many floats that is; with null, how many each position has. */
  readonly size: number;
}
