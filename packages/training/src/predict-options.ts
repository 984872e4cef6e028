import type { AbortSignalLike } from "./abort-signal-like.ts";

/** Options of {@link predictLogits}, and of everything that runs a classifier over a dataset. */
export interface PredictOptions {
  /** Examples per pass; 512 when left out. It changes speed and memory, not the result. */
  readonly batchSize?: number;
  /** Called after every batch with the number of examples done and the number of all; of a lazy ensemble's, each member does its part. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the next batch when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}
