import type { Logs, TrainingCallbacks } from "@dark-knowledge/training";

/** What happens while a net is trained. */
export type TrainingEvent =
  | { readonly kind: "begin"; readonly examples: number }
  /** Examples trained on so far, over all epochs. */
  | { readonly kind: "step"; readonly done: number }
  | { readonly kind: "epoch"; readonly epoch: number; readonly logs: Logs };

/** Callbacks that tell of a training of at most `epochs` epochs. */
export function reportTraining(epochs: number, onEvent: (event: TrainingEvent) => void): TrainingCallbacks {
  let done = 0;
  return {
    onTrainBegin: ({ examples }) => onEvent({ kind: "begin", examples: examples! * epochs }),
    onBatchEnd: (_batch, { size }) => {
      done += size!;
      onEvent({ kind: "step", done });
    },
    onEpochEnd: (epoch, logs) => onEvent({ kind: "epoch", epoch, logs }),
  };
}
