import type { Mark } from "../mark-of.ts";
import type { Confusion } from "../net-record.ts";

/** Whose errors to draw. */
export interface ConfusionMatrix {
  readonly mark: Mark;
  readonly label: string;
  /** At least one, of nets that differ by their seed. */
  readonly confusions: readonly Confusion[];
}
