export { type AdamUpdateOptions, adamUpdate } from "./adam-update.ts";
export { adviseBackend } from "./advise-backend.ts";
export { assertGradientsRegistered } from "./assert-gradients-registered.ts";
export type {
  BackendCapabilities,
  BackendChoice,
  BackendDevice,
  BackendName,
  PassedOverBackend,
} from "./backend-choice.ts";
export { describeBackend } from "./describe-backend.ts";
export { type BackendExamination, type ExamineBackendsOptions, examineBackends } from "./examine-backends.ts";
export { type BatchNormOptions, type BatchNormResult, fusedBatchNorm } from "./fused-batch-norm.ts";
export { type FusedConv2dOptions, fusedConv2d } from "./fused-conv2d.ts";
export { type DenseActivation, fusedDense } from "./fused-dense.ts";
export {
  fusedRecurrent,
  type RecurrentOptions,
  type RecurrentWeights,
} from "./fused-recurrent.ts";
export { BACKEND_NAMES } from "./internal/loaders/backend-loaders.ts";
export type { RecurrentActivation, RecurrentCell } from "./internal/recurrent/activations.ts";
export { isPlainWasm } from "./is-plain-wasm.ts";
export { type MatMulSpeed, type MeasureMatMulOptions, measureMatMul } from "./measure-mat-mul.ts";
export { type MeasurePeakOptions, measurePeak, type PeakSpeed } from "./measure-peak.ts";
export { nativeLayers } from "./native-layers.ts";
export { type RepairOptions, type RepairReport, repairWasm, restoreWasm } from "./repair-wasm.ts";
export { type SeededDropoutOptions, seededDropout } from "./seeded-dropout.ts";
export { type SelectBackendOptions, selectBackend } from "./select-backend.ts";
export { type SgdUpdateOptions, sgdUpdate } from "./sgd-update.ts";
