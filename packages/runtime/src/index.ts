export { artifactsOf, type SaveableModel } from "./artifacts-of.ts";
export { type CompiledModel, type CompileOptions, compileModel, type Port } from "./compile-model.ts";
export { decodeWeights, type Weight } from "./decode-weights.ts";
export type { ModelArtifacts, WeightSpec } from "./model-artifacts.ts";
export { readArtifacts } from "./read-artifacts.ts";
