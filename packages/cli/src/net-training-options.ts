import { type Dataset, meanExample } from "@dark-knowledge/datasets";
import {
  centreInputs,
  cosineDecay,
  type Optimizer,
  scheduleValue,
  sgd,
  type TrainingOptions,
} from "@dark-knowledge/training";
import type { Variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetSpec } from "./spec.ts";
import { reportTraining, type TrainingEvent } from "./training-events.ts";

/** What training takes beside its specification. */
export interface NetTraining {
  readonly model: LayersModel;
  readonly training: Dataset;
  readonly onEvent: (event: TrainingEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** How a net of a specification is trained. The optimizer is the caller's, to be disposed of. */
export function netTrainingOptions(
  net: NetSpec,
  seed: number,
  { model, training, onEvent, signal }: NetTraining,
): TrainingOptions & { readonly optimizer: Optimizer } {
  const { epochs, batchSize, jitter, maxNorm, centred = false } = net;
  const optimizer = optimizerOf(net);
  return {
    ...{ epochs, seed, batchSize, jitter },
    optimizer: centred ? centreInputs(optimizer, { ...firstLayerOf(model), mean: meanExample(training) }) : optimizer,
    ...(maxNorm === undefined ? {} : { maxNorm }),
    ...(signal === undefined ? {} : { signal }),
    callbacks: reportTraining(epochs, onEvent),
  };
}

function optimizerOf({ learningRate, warmup = 0, momentum, nesterov = false, weightDecay = 0 }: NetSpec): Optimizer {
  return sgd({
    // How many steps there are is known when the first is taken.
    learningRate: (at) => {
      const decay = cosineDecay(learningRate, { warmupSteps: Math.round(warmup * at.totalSteps) });
      return scheduleValue(decay, at);
    },
    momentum,
    nesterov,
    weightDecay,
  });
}

function firstLayerOf({ trainableWeights }: LayersModel) {
  const [kernel, bias] = trainableWeights.map((weight) => weight.read() as Variable);
  return { kernel: kernel!, bias: bias! };
}
