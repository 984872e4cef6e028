import type { BackendName } from "@dark-knowledge/backend";
import type { ExperimentData } from "../data/experiment-data.ts";

/** What a task computes on. */
export interface TaskBackend {
  readonly backend: BackendName;
  /** How many threads it may take; all that the backend wants when left out. */
  readonly threads?: number | undefined;
}

/** What all stages of an experiment share. */
export type StageShared = ExperimentData & TaskBackend;
