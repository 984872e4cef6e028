/** A variant of a net: its size, and what is worse about it. */
export interface FrontPoint {
  readonly label: string;
  /** Above 0. */
  readonly bytes: number;
  /** A figure of which less is better, such as errors. */
  readonly value: number;
  /** Half of the length of its error bar. Default: none. */
  readonly spread?: number;
  /** Whether no other variant beats it in both. */
  readonly isOnFront: boolean;
  /** The net as it was, the chosen variant, or another one. Default: another one. */
  readonly kind?: "original" | "chosen";
}
