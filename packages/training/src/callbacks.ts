/** Numbers by name, as tfjs passes them to its callbacks. */
export type Logs = Readonly<Record<string, number>>;

/**
 * Callbacks during training, in the form that tfjs users know. All are optional and may be async; training waits for
 * them.
 *
 * - `onTrainBegin` gets `{ epochs, batches, examples }`, with `batches` per epoch.
 * - `onBatchEnd` gets `{ size, loss }`.
 * - `onEpochEnd` gets `loss`, every named term, `learningRate`, and with a validation set `valErrors`, `valAccuracy`, `valNll`.
 */
export interface TrainingCallbacks {
  onTrainBegin?(logs: Logs): void | Promise<void>;
  onTrainEnd?(logs: Logs): void | Promise<void>;
  onEpochBegin?(epoch: number, logs: Logs): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs): void | Promise<void>;
  onBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
}
