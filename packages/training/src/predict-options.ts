import type { AbortSignalLike } from "@dark-knowledge/core";

/** Options of {@link predictLogits}, and of everything that runs a classifier over a dataset. */
export interface PredictOptions {
  /** Examples per pass. It changes speed and memory, not the result. Default: 512. */
  readonly batchSize?: number;
  /**
   * Removes the softmax of a classifier that ends in one. Default: false, such a classifier is refused. A layer of
   * softmax, wherever it stands at the end of a model, is left out of the computation. For anything else that returns
   * probabilities the logarithm is taken, with 0 counting as 1.2e-38. Logits do not change.
   */
  readonly undoSoftmax?: boolean;
  /** Called after every batch with the number of examples done and the number of all; of a lazy ensemble's, each member does its part. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the next batch when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}
