import type { InputDescription, TableLayout } from "@dark-knowledge/datasets";

/**
 * What must be known of a student beside its model, so that raw examples can be given to it: the contents of `student.json`, plain data,
 * safe in JSON.
 */
export interface StudentDescription {
  readonly version: 1;
  /** What it gives: one of the classes for each example. */
  readonly task: "classes";
  /** In the order of its logits. */
  readonly classNames: readonly string[];
  /** How raw examples become what the model is fed with, by column: `describeInputs` of the dataset that it was trained on. */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** How tables of such examples are read, where they come from tables. */
  readonly layout?: TableLayout;
  /** SHA-256 of the model's weights, as `fingerprintWeights` gives it. */
  readonly fingerprint: string;
  /** The same of its teacher; left out for a net that had none, or one without weights. */
  readonly teacherFingerprint?: string;
  /** The temperature at which it was distilled. */
  readonly temperature?: number;
  /** What made it, by name: `{ "dark-knowledge": "1.0.0" }`. */
  readonly versions: Readonly<Record<string, string>>;
}
