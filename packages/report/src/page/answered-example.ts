import type { Mark } from "../mark-of.ts";
import type { ExampleRecord } from "../run-record.ts";

/** What one net says about one example. */
export interface Answer {
  readonly mark: Mark;
  readonly label: string;
  /** One logit per class, not divided by a temperature. */
  readonly logits: readonly number[];
}

/** An example with what nets say about it; the teacher first. */
export interface AnsweredExample extends ExampleRecord {
  /** At least one, the same nets for all examples that are shown together. */
  readonly answers: readonly Answer[];
}
