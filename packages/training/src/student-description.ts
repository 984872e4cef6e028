import type { InputDescription, NumberTargets, TableLayout } from "@dark-knowledge/datasets";

/** The numbers that a student answers with. */
export type OutputsDescription = Pick<NumberTargets, "names" | "scale" | "variances">;

/**
 * The description of a student that, in addition to its model, is needed to give it raw examples: the content of
 * `student.json`, plain data, safe in JSON.
 */
export interface StudentDescription {
  readonly version: 1;
  /** The kind of answer: one class per example, any number of classes, or numbers. */
  readonly task: "classes" | "several-classes" | "numbers";
  /** In the order of its logits; empty for numbers. */
  readonly classNames: readonly string[];
  /** For numbers: what they are, and the scale on which the model gives them. */
  readonly outputs?: OutputsDescription;
  /**
   * How raw examples are converted to the model's inputs, by column: `describeInputs` of the dataset that it was
   * trained on.
   */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** How to read tables of such examples, if they come from tables. */
  readonly layout?: TableLayout;
  /** SHA-256 of the model's weights, as `fingerprintWeights` returns it. */
  readonly fingerprint: string;
  /** The same of its teacher; left out for a net that had none, or one without weights. */
  readonly teacherFingerprint?: string;
  /** The temperature at which it was distilled. */
  readonly temperature?: number;
  /** The versions of the software that made it, by name: `{ "dark-knowledge": "1.0.0" }`. */
  readonly versions: Readonly<Record<string, string>>;
}
