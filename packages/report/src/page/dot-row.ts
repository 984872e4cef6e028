import type { Mark } from "../mark-of.ts";

/** A row of a dot chart: a value per seed, and a reference to compare with. */
export interface DotRow {
  readonly mark: Mark;
  readonly label: string;
  /** At least one. */
  readonly values: readonly { readonly seed: number; readonly value: number }[];
  /** A cited value, drawn as a cross. */
  readonly reference?: { readonly source: string; readonly value: number } | undefined;
}
