import type { BackendName } from "@dark-knowledge/backend";
import type { Dataset } from "@dark-knowledge/datasets";
import type { TrainingEvent } from "../training-events.ts";

/** What all stages of `reproduce mnist` are handed alike. */
export interface MnistShared {
  readonly training: Dataset;
  /** The test set, or what was held out in its place. */
  readonly test: Dataset;
  readonly backend: BackendName;
  /** For each net; all that the backend wants when left out. */
  readonly threads?: number;
}

/** What a stage reports. */
export type MnistEvent = TrainingEvent | { readonly kind: "warning"; readonly text: string };
