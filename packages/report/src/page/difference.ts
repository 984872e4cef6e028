/** A difference between two kinds of nets, with its interval. */
export interface Difference {
  readonly label: string;
  readonly mean: number;
  /** The ends of the interval. Left out where there is none, such as for one seed. */
  readonly low?: number;
  readonly high?: number;
}
