import type { Dataset, TableLayout } from "@dark-knowledge/datasets";

/** The datasets of an experiment. */
export interface ExperimentData {
  readonly training: Dataset;
  /** For learning curves and choices. Left out where there is none. */
  readonly validation?: Dataset;
  /** The test set, or the examples held out in its place. */
  readonly test: Dataset;
  /** Examples of none of the classes, to see whether nets are less sure of them. Left out where there are none. */
  readonly outside?: Dataset;
  /** How to read the user's table. Left out for other data. */
  readonly layout?: TableLayout;
  /** The texts of the examples that a report shows, where examples are texts. */
  readonly exampleTexts?: readonly string[];
  /** A description of the user's data, in lines. */
  readonly facts?: readonly string[];
}
