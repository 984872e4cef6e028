export type { Activation } from "./activation.ts";
export { activeSpecialists } from "./active-specialists.ts";
export { combine } from "./combine.ts";
export type {
  CombineDivergence,
  CombinedRow,
  CombineOptions,
  CombineStatus,
  SpecialistAnswer,
} from "./combine-options.ts";
export {
  type CombineBatchOptions,
  type CombinedBatch,
  type Combiner,
  type CombinerOptions,
  createCombiner,
} from "./create-combiner.ts";
