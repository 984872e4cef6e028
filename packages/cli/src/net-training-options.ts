import { cosineDecay, type Optimizer, sgd, type TrainingOptions } from "@dark-knowledge/training";
import type { NetSpec } from "./spec.ts";
import { reportTraining, type TrainingEvent } from "./training-events.ts";

/** How a net of a specification is trained. The optimizer is the caller's, to be disposed of. */
export function netTrainingOptions(
  { epochs, batchSize, jitter, maxNorm, learningRate, momentum }: NetSpec,
  seed: number,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal | undefined,
): TrainingOptions & { readonly optimizer: Optimizer } {
  return {
    ...{ epochs, seed, batchSize, jitter },
    optimizer: sgd({ learningRate: cosineDecay(learningRate), momentum }),
    ...(maxNorm === undefined ? {} : { maxNorm }),
    ...(signal === undefined ? {} : { signal }),
    callbacks: reportTraining(epochs, onEvent),
  };
}
