import "./matchers.ts";

export { expectGradient, type GradientCheckOptions, type Rows } from "./expect-gradient.ts";
export { entropyOracle } from "./oracles/entropy.ts";
export { hardCrossEntropyOracle } from "./oracles/hard-cross-entropy.ts";
export { klDivergenceOracle } from "./oracles/kl-divergence.ts";
export { logProbsOracle } from "./oracles/log-probs.ts";
export { logitMatchingOracle } from "./oracles/logit-matching.ts";
export {
  softTargetCrossEntropyFromProbsOracle,
  softTargetCrossEntropyOracle,
} from "./oracles/soft-target-cross-entropy.ts";
export type { Numeric, Tolerance } from "./to-be-all-close.ts";
