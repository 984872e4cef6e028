import type { OptionNames } from "@dark-knowledge/core";
import type { PredictOptions } from "../predict-options.ts";
import type { TrainingOptions } from "../training-options.ts";

/** The options of every training loop. */
export const TRAINING_OPTIONS: OptionNames<TrainingOptions> = {
  epochs: true,
  seed: true,
  batchSize: true,
  dropRemainder: true,
  optimizer: true,
  jitter: true,
  augment: true,
  maxNorm: true,
  plan: true,
  validation: true,
  metrics: true,
  earlyStopping: true,
  keepBest: true,
  variables: true,
  undoSoftmax: true,
  callbacks: true,
  signal: true,
  onWarning: true,
  checkpoints: true,
};

/** The options of everything that runs a classifier over a dataset. */
export const PREDICT_OPTIONS: OptionNames<PredictOptions> = {
  batchSize: true,
  undoSoftmax: true,
  onProgress: true,
  signal: true,
};

/** Advice for options that a loop does not have, but other loops or the loops of other libraries do. */
export const ADVICE: Readonly<Record<string, string>> = {
  learningRate: "pass optimizer: sgd({ learningRate })",
  lr: "pass optimizer: sgd({ learningRate })",
  momentum: "pass optimizer: sgd({ learningRate, momentum })",
  weightDecay: "pass optimizer: adamw({ learningRate, weightDecay })",
  alpha: "distill has softWeight and hardWeight",
  temperature: "distill has a temperature",
  validationData: "use validation",
  validationSplit: "use validation: { size, seed }",
};

/** The same for the loops that distil. */
export const DISTILLATION_ADVICE: Readonly<Record<string, string>> = {
  ...ADVICE,
  alpha: "use softWeight and hardWeight",
};
