import type { BackendName } from "@dark-knowledge/backend";
import type { ExperimentData } from "../data/experiment-data.ts";

/** The compute settings of a task. */
export interface TaskBackend {
  readonly backend: BackendName;
  /** The most threads to use. Default: the backend's choice. */
  readonly threads?: number | undefined;
}

/** Data that all stages of an experiment share. */
export type StageShared = ExperimentData &
  TaskBackend & {
    /** The directory of the answers of a teacher from elsewhere. Left out where there is none. */
    readonly answers?: string | undefined;
  };
