export { assertFiniteLogits, type DataCheckOptions } from "./assert-finite-logits.ts";
export { assertLabels } from "./assert-labels.ts";
export {
  type DistillationLossOptions,
  type DistillationTargets,
  type DistillationTerms,
  distillationLoss,
} from "./distillation-loss.ts";
export { entropy } from "./entropy.ts";
export { hardCrossEntropy } from "./hard-cross-entropy.ts";
export { klDivergence } from "./kl-divergence.ts";
export { type LogitMatchingOptions, logitMatching } from "./logit-matching.ts";
export { reverseKlDivergence } from "./reverse-kl-divergence.ts";
export { softTargetCrossEntropy } from "./soft-target-cross-entropy.ts";
export { softTargetCrossEntropyFromProbs } from "./soft-target-cross-entropy-from-probs.ts";
export { stopGradient } from "./stop-gradient.ts";
export { temperatureLogSoftmax } from "./temperature-log-softmax.ts";
export { type TemperatureOptions, temperatureSoftmax } from "./temperature-softmax.ts";
