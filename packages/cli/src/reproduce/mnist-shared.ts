import type { Dataset } from "@dark-knowledge/datasets";
import type { TaskBackend } from "../select-task-backend.ts";
import type { TrainingEvent } from "../training-events.ts";

/** What all stages of `reproduce mnist` are handed alike. */
export interface MnistShared extends TaskBackend {
  readonly training: Dataset;
  /** The test set, or what was held out in its place. */
  readonly test: Dataset;
}

/** What a stage reports. */
export type MnistEvent = TrainingEvent | { readonly kind: "warning"; readonly text: string };
