import type { Dataset } from "@dark-knowledge/datasets";

/** The sets of an experiment. */
export interface ExperimentData {
  readonly training: Dataset;
  /** For learning curves and choices; left out where there is none. */
  readonly validation?: Dataset;
  /** The test set, or what was held out in its place. */
  readonly test: Dataset;
}
