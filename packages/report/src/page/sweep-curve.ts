import type { Mark } from "../mark-of.ts";

/** The results of several seeds by a varied number. */
export interface SweepCurve {
  readonly mark: Mark;
  readonly label: string;
  /** From left to right. */
  readonly points: readonly {
    readonly x: number;
    readonly values: readonly { readonly seed: number; readonly value: number }[];
  }[];
}
