import type { Logs, TrainingCallbacks } from "@dark-knowledge/training";

/** The events of a task that trains or records. */
export type TrainingEvent =
  /** There will be `total` examples. */
  | { readonly kind: "begin"; readonly total: number }
  /** `done` examples so far. */
  | { readonly kind: "step"; readonly done: number }
  | {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly epochs: number;
      readonly done: number;
      readonly logs: Logs;
    }
  | { readonly kind: "warning"; readonly text: string };

/** Makes callbacks that report a training of at most `epochs` epochs. */
export function reportTraining(epochs: number, emit: (event: TrainingEvent) => void): TrainingCallbacks {
  let examples = 0;
  let done = 0;
  return {
    onTrainBegin({ examples: perEpoch }) {
      examples = perEpoch!;
      emit({ kind: "begin", total: examples * epochs });
    },
    onBatchEnd(_batch, { size }) {
      done += size!;
      emit({ kind: "step", done });
    },
    onEpochEnd(epoch, logs) {
      // A resumed run starts in the middle.
      done = (epoch + 1) * examples;
      emit({ kind: "epoch", epoch: epoch + 1, epochs, done, logs });
    },
  };
}
