export { type ClassSimilarity, similarityOf } from "./class-similarity.ts";
export {
  type CentreClusteringOptions,
  type ClusterClassesOptions,
  type ClusterMethod,
  clusterClasses,
  type GreedyClusteringOptions,
} from "./cluster-classes.ts";
export type { ConfusionState } from "./confusion-state.ts";
export { correctDustbinLogits, type OversamplingOptions } from "./correct-dustbin-logits.ts";
export type { CovarianceState } from "./covariance-state.ts";
export { type ConfusionAccumulator, createConfusionAccumulator } from "./create-confusion-accumulator.ts";
export { type CovarianceAccumulator, createCovarianceAccumulator } from "./create-covariance-accumulator.ts";
export {
  createSpecialistSampler,
  type SpecialistSampler,
  type SpecialistSamplerOptions,
} from "./create-specialist-sampler.ts";
export { dustbinLabels } from "./dustbin-labels.ts";
export { type DustbinLogitsOptions, dustbinLogits } from "./dustbin-logits.ts";
export { type ClassSetMeasures, measureClassSets } from "./measure-class-sets.ts";
export type { Specialist } from "./specialist.ts";
export { type OutputLayer, type OutputLayerOptions, specialistOutputLayer } from "./specialist-output-layer.ts";
export { specialistProbs } from "./specialist-probs.ts";
export type { TopKProbs } from "./top-k-probs.ts";
