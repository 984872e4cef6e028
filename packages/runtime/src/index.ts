export { artifactsOf, type SaveableModel } from "./artifacts-of.ts";
export { type CompiledModel, type CompileOptions, compileModel } from "./compile-model.ts";
export { decodeWeights } from "./decode-weights.ts";
export type { ModelArtifacts, Weight, WeightSpec } from "./model-artifacts.ts";
export type { Port } from "./port.ts";
export { readArtifacts } from "./read-artifacts.ts";
