import type { Mark } from "../mark-of.ts";

/** What several seeds came to by something that was varied. */
export interface SweepCurve {
  readonly mark: Mark;
  readonly label: string;
  /** From left to right. */
  readonly points: readonly {
    readonly x: number;
    readonly values: readonly { readonly seed: number; readonly value: number }[];
  }[];
}
