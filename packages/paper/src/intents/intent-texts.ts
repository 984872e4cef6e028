import type { LabelledTexts } from "@dark-knowledge/datasets/node";

/** Sentences of some intents, in four parts. */
export interface IntentTexts {
  readonly classNames: readonly string[];
  readonly training: LabelledTexts;
  readonly validation: LabelledTexts;
  readonly test: LabelledTexts;
  /** Sentences of none of the intents. */
  readonly outside: LabelledTexts;
}
