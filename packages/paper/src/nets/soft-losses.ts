import {
  correlationDistillation,
  decoupledDistillation,
  jensenShannonDivergence,
  logitMatching,
  normalisedDistillation,
  reverseKlDivergence,
  softTargetCrossEntropy,
  withStandardisedLogits,
} from "@dark-knowledge/losses";
import type { SoftLoss } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

/** The soft terms for training students. `distillation` is the paper's. */
export const SOFT_LOSSES = [
  "distillation",
  "logit-matching",
  "jensen-shannon",
  "reverse-kl",
  "decoupled",
  "normalised",
  "correlation",
  "standardised",
] as const;
export type SoftLossName = (typeof SOFT_LOSSES)[number];

const standardised = withStandardisedLogits(softTargetCrossEntropy);

/**
 * Returns the soft term of a name; undefined for the paper's, which is built into training. Weights inside a loss are
 * those of its source.
 */
export function softLossOf(name: SoftLossName): SoftLoss | undefined {
  return LOSSES[name];
}

const LOSSES: Readonly<Record<SoftLossName, SoftLoss | undefined>> = {
  distillation: undefined,
  "logit-matching": (z, v) => tf.div(logitMatching(z, v, { centred: true }), z.shape[1]),
  // Near its end it is a quarter of the divergence.
  "jensen-shannon": (z, v, { temperature }) => tf.mul(jensenShannonDivergence(z, v, { temperature }), 4),
  "reverse-kl": (z, v, { temperature }) => reverseKlDivergence(z, v, { temperature }),
  decoupled: (z, v, { labels, temperature }) =>
    decoupledDistillation(z, { teacherLogits: v, labels }, { temperature, targetWeight: 1, nonTargetWeight: 8 }),
  normalised: (z, v, { labels, temperature }) =>
    normalisedDistillation(z, { teacherLogits: v, labels }, { temperature, nonTargetWeight: 1.5 }),
  correlation: (z, v, { temperature }) =>
    correlationDistillation(z, v, { temperature, interWeight: 1, intraWeight: 1 }),
  standardised: (z, v, { temperature }) => standardised(z, v, { temperature }),
};
