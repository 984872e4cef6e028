import type { Mark } from "../mark-of.ts";
import type { ExampleRecord } from "../run-record.ts";

/** One net's answer to one example. */
export interface Answer {
  readonly mark: Mark;
  readonly label: string;
  /** One logit per class, not divided by a temperature. */
  readonly logits: readonly number[];
}

/** An example with the answers of nets, the teacher's first. */
export interface AnsweredExample extends ExampleRecord {
  /** At least one, from the same nets for all examples that are shown together. */
  readonly answers: readonly Answer[];
}
