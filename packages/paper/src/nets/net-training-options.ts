import { type Dataset, meanExample } from "@dark-knowledge/datasets";
import {
  adamw,
  centreInputs,
  cosineDecay,
  type Optimizer,
  type Schedule,
  scheduleValue,
  sgd,
  type TrainingOptions,
} from "@dark-knowledge/training";
import type { Variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetTrainingSpec } from "./net-spec.ts";
import { reportTraining, type TrainingEvent } from "./training-event.ts";

/** Options of a training besides its specification. */
export interface NetTraining {
  /** Left out for a classifier that is not a model; its inputs are not centred. */
  readonly model: LayersModel | undefined;
  readonly training: Dataset;
  readonly emit: (event: TrainingEvent) => void;
  readonly signal: AbortSignal;
}

/** Makes the training options of a net specification. The caller disposes of the optimizer. */
export function netTrainingOptions(
  net: NetTrainingSpec,
  seed: number,
  { model, training, emit, signal }: NetTraining,
): TrainingOptions & { readonly optimizer: Optimizer } {
  const { epochs, batchSize, jitter, maxNorm, centred = false } = net;
  const optimizer = optimizerOf(net);
  return {
    ...{ epochs, seed, batchSize, jitter },
    optimizer:
      centred && model ? centreInputs(optimizer, { ...firstLayerOf(model), mean: meanExample(training) }) : optimizer,
    ...(maxNorm === undefined ? {} : { maxNorm }),
    signal,
    callbacks: reportTraining(epochs, emit),
  };
}

function optimizerOf({
  learningRate: highest,
  optimizer = "sgd",
  warmup = 0,
  momentum,
  nesterov = false,
  weightDecay = 0,
}: NetTrainingSpec): Optimizer {
  // The number of steps is known when the first one is taken.
  const learningRate: Schedule = (at) => {
    const decay = cosineDecay(highest, { warmupSteps: Math.round(warmup * at.totalSteps) });
    return scheduleValue(decay, at);
  };
  if (optimizer === "adam") return adamw({ learningRate, weightDecay });
  return sgd({ learningRate, momentum, nesterov, weightDecay });
}

function firstLayerOf({ trainableWeights }: LayersModel) {
  const [kernel, bias] = trainableWeights.map((weight) => weight.read() as Variable);
  return { kernel: kernel!, bias: bias! };
}
