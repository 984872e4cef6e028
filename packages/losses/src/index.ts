export { assertFiniteLogits, type DataCheckOptions } from "./assert-finite-logits.ts";
export { assertLabels } from "./assert-labels.ts";
export { attentionTransfer } from "./attention-transfer.ts";
export { binaryCrossEntropy } from "./binary-cross-entropy.ts";
export {
  type BinaryDistillationLossOptions,
  type BinaryDistillationTargets,
  binaryDistillationLoss,
} from "./binary-distillation-loss.ts";
export { binarySoftTargetCrossEntropy } from "./binary-soft-target-cross-entropy.ts";
export { type ConfidencePenaltyOptions, confidencePenalty } from "./confidence-penalty.ts";
export { type CorrelationDistillationOptions, correlationDistillation } from "./correlation-distillation.ts";
export { type DecoupledDistillationOptions, decoupledDistillation } from "./decoupled-distillation.ts";
export {
  type DistillationLossOptions,
  type DistillationTargets,
  type DistillationTerms,
  distillationLoss,
} from "./distillation-loss.ts";
export { entropy } from "./entropy.ts";
export { type FocalCrossEntropyOptions, focalCrossEntropy } from "./focal-cross-entropy.ts";
export { type GaussianTeacher, gaussianKlDivergence } from "./gaussian-kl-divergence.ts";
export { type GaussianTargets, gaussianNegativeLogLikelihood } from "./gaussian-negative-log-likelihood.ts";
export { hardCrossEntropy } from "./hard-cross-entropy.ts";
export { hintLoss } from "./hint-loss.ts";
export { type HuberLossOptions, huberLoss } from "./huber-loss.ts";
export { jensenShannonDivergence } from "./jensen-shannon-divergence.ts";
export { klDivergence } from "./kl-divergence.ts";
export { type LabelSmoothingOptions, labelSmoothedCrossEntropy } from "./label-smoothed-cross-entropy.ts";
export type { LabelledTargets } from "./labelled-targets.ts";
export { type LogitMatchingOptions, logitMatching } from "./logit-matching.ts";
export { type NormalisedDistillationOptions, normalisedDistillation } from "./normalised-distillation.ts";
export type { NumberLossOptions } from "./number-loss-options.ts";
export { relationalAngle } from "./relational-angle.ts";
export { relationalDistance } from "./relational-distance.ts";
export { reverseKlDivergence } from "./reverse-kl-divergence.ts";
export { similarityPreserving } from "./similarity-preserving.ts";
export { softTargetCrossEntropy } from "./soft-target-cross-entropy.ts";
export { softTargetCrossEntropyFromProbs } from "./soft-target-cross-entropy-from-probs.ts";
export { type SparseSoftTargetOptions, sparseSoftTargetCrossEntropy } from "./sparse-soft-target-cross-entropy.ts";
export type { SparseTeacherLogits, TailOption } from "./sparse-teacher-logits.ts";
export { squaredError } from "./squared-error.ts";
export { standardiseLogits } from "./standardise-logits.ts";
export { stopGradient } from "./stop-gradient.ts";
export { type BoundedTargets, type TeacherBoundedLossOptions, teacherBoundedLoss } from "./teacher-bounded-loss.ts";
export type { Temperature, TemperatureOptions } from "./temperature.ts";
export { temperatureLogSoftmax } from "./temperature-log-softmax.ts";
export { temperatureSoftmax } from "./temperature-softmax.ts";
export { type LossTerm, type WeightedTerms, weightedLosses } from "./weighted-losses.ts";
export { withStandardisedLogits } from "./with-standardised-logits.ts";
