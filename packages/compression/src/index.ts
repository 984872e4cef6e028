export type { CompressedWeight, CompressionPlan, PlanPoint } from "./compression-plan.ts";
export { type FactoriseOptions, factorise } from "./factorise.ts";
export { type GradualSparsityOptions, gradualSparsity } from "./gradual-sparsity.ts";
export { keepZeros } from "./keep-zeros.ts";
export { type PruneGraduallyOptions, pruneGradually } from "./prune-gradually.ts";
export { type PruneUnitsOptions, pruneUnits } from "./prune-units.ts";
export { type PruneWeightsOptions, pruneWeights } from "./prune-weights.ts";
export { type Sparsity, sparsityOf } from "./sparsity-of.ts";
