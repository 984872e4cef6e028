import type { Dataset, TableLayout } from "@dark-knowledge/datasets";

/** The datasets of an experiment. */
export interface ExperimentData {
  readonly training: Dataset;
  /** For learning curves and choices. Left out where there is none. */
  readonly validation?: Dataset;
  /** The test set, or the examples held out in its place. */
  readonly test: Dataset;
  /** How a table of one's own is read; left out where the data is none. */
  readonly layout?: TableLayout;
  /** What was found out about data of one's own, in lines. */
  readonly facts?: readonly string[];
}
