export { createEnsemble, type Ensemble, type EnsembleContext, type EnsembleMember } from "./create-ensemble.ts";
export {
  createEnsembleAccumulator,
  type EnsembleAccumulator,
  type EnsembleAccumulatorOptions,
} from "./create-ensemble-accumulator.ts";
export { diversityMatrix } from "./diversity-matrix.ts";
export { ensembleLogProbs } from "./ensemble-log-probs.ts";
export type { EnsembleMean, EnsembleOptions, EnsembleOrder } from "./ensemble-mean.ts";
export { memberDisagreement } from "./member-disagreement.ts";
