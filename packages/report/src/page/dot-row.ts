import type { Mark } from "../mark-of.ts";

/** A row of a chart of dots: a value for each seed, and what it is compared with. */
export interface DotRow {
  readonly mark: Mark;
  readonly label: string;
  /** At least one. */
  readonly values: readonly { readonly seed: number; readonly value: number }[];
  /** What others found, drawn as a cross. */
  readonly reference?: { readonly source: string; readonly value: number } | undefined;
}
