import "./matchers.ts";

export { expectGradient, type GradientCheckOptions, type Rows } from "./expect-gradient.ts";
export { attentionTransferOracle } from "./oracles/attention-transfer.ts";
export {
  binaryCrossEntropyOracle,
  binarySoftTargetCrossEntropyFromProbsOracle,
  binarySoftTargetCrossEntropyOracle,
} from "./oracles/binary.ts";
export { confidencePenaltyOracle } from "./oracles/confidence-penalty.ts";
export { correlationDistillationOracle } from "./oracles/correlation-distillation.ts";
export { decoupledDistillationOracle } from "./oracles/decoupled-distillation.ts";
export { entropyOracle } from "./oracles/entropy.ts";
export { focalCrossEntropyOracle } from "./oracles/focal-cross-entropy.ts";
export { gaussianKlDivergenceOracle, gaussianNegativeLogLikelihoodOracle } from "./oracles/gaussians.ts";
export { hardCrossEntropyOracle } from "./oracles/hard-cross-entropy.ts";
export { hintLossOracle } from "./oracles/hint-loss.ts";
export { jensenShannonDivergenceOracle } from "./oracles/jensen-shannon-divergence.ts";
export { klDivergenceOracle } from "./oracles/kl-divergence.ts";
export { labelSmoothedCrossEntropyOracle } from "./oracles/label-smoothed-cross-entropy.ts";
export { logProbsOracle } from "./oracles/log-probs.ts";
export { logitMatchingOracle } from "./oracles/logit-matching.ts";
export { normalisedDistillationOracle } from "./oracles/normalised-distillation.ts";
export { huberLossOracle, squaredErrorOracle, teacherBoundedLossOracle } from "./oracles/number-losses.ts";
export { type RecurrentOracleLayer, recurrentOracle } from "./oracles/recurrent.ts";
export { relationalAngleOracle, relationalDistanceOracle } from "./oracles/relational.ts";
export { similarityPreservingOracle } from "./oracles/similarity-preserving.ts";
export {
  softTargetCrossEntropyFromProbsOracle,
  softTargetCrossEntropyOracle,
} from "./oracles/soft-target-cross-entropy.ts";
export { sparseSoftTargetCrossEntropyOracle } from "./oracles/sparse-soft-target-cross-entropy.ts";
export { standardiseLogitsOracle } from "./oracles/standardise-logits.ts";
export type { Numeric, Tolerance } from "./to-be-all-close.ts";
