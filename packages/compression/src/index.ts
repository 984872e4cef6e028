export type { CompressedWeight, CompressionPlan, PlanPoint } from "./compression-plan.ts";
export { keepZeros } from "./keep-zeros.ts";
export { type PruneWeightsOptions, pruneWeights } from "./prune-weights.ts";
export { type Sparsity, sparsityOf } from "./sparsity-of.ts";
