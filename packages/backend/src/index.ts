export { assertGradientsRegistered } from "./assert-gradients-registered.ts";
export type { BackendCapabilities, BackendChoice, BackendName, PassedOverBackend } from "./backend-choice.ts";
export { describeBackend } from "./describe-backend.ts";
export { type MatMulSpeed, type MeasureMatMulOptions, measureMatMul } from "./measure-mat-mul.ts";
export { type RepairOptions, type RepairReport, repairWasm, restoreWasm } from "./repair-wasm.ts";
export { type SelectBackendOptions, selectBackend } from "./select-backend.ts";
