import type { Mark } from "../mark-of.ts";
import type { Confusion } from "../net-record.ts";

/** The confusions of one group of nets. */
export interface ConfusionMatrix {
  readonly mark: Mark;
  readonly label: string;
  /** At least one, of nets that differ only by their seed. */
  readonly confusions: readonly Confusion[];
}
