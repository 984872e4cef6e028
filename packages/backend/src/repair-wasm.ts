import { assertFields, assertOptions, type OptionNames, oneLine } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { replaceReluGradient, restoreReluGradient } from "./internal/operations/relu-gradient.ts";
import { addRepair } from "./internal/repairs/add-repair.ts";
import { avgPoolGradRepair } from "./internal/repairs/avg-pool-grad-repair.ts";
import { batchMatMulRepair } from "./internal/repairs/batch-mat-mul-repair.ts";
import { batchNormAdditions } from "./internal/repairs/batch-norm-additions.ts";
import { conv2DBackpropFilterAddition } from "./internal/repairs/conv2d-backprop-filter-addition.ts";
import { conv2DBackpropInputRepair } from "./internal/repairs/conv2d-backprop-input-repair.ts";
import { conv2DRepair } from "./internal/repairs/conv2d-repair.ts";
import { conv3DRepairs } from "./internal/repairs/conv3d-repairs.ts";
import { depthwiseBackpropFilterAddition } from "./internal/repairs/depthwise-backprop-filter-addition.ts";
import { depthwiseBackpropInputAddition } from "./internal/repairs/depthwise-backprop-input-addition.ts";
import { depthwiseConv2DRepair } from "./internal/repairs/depthwise-conv2d-repair.ts";
import { dilation2DRepairs } from "./internal/repairs/dilation2d-repairs.ts";
import { distillationHeadAddition } from "./internal/repairs/distillation-head-addition.ts";
import { functionRepairs } from "./internal/repairs/function-repairs.ts";
import { fusedConv2DRepair } from "./internal/repairs/fused-conv2d-repair.ts";
import { fusedDepthwiseConv2DRepair } from "./internal/repairs/fused-depthwise-conv2d-repair.ts";
import { fusedMatMulRepair } from "./internal/repairs/fused-mat-mul-repair.ts";
import { gatherRepair } from "./internal/repairs/gather-repair.ts";
import { identityRepair } from "./internal/repairs/identity-repair.ts";
import { maxPoolGradRepair } from "./internal/repairs/max-pool-grad-repair.ts";
import { maxPoolRepair } from "./internal/repairs/max-pool-repair.ts";
import { maxPoolWithArgmaxRepair } from "./internal/repairs/max-pool-with-argmax-repair.ts";
import { meanRepair } from "./internal/repairs/mean-repair.ts";
import { oneHotRepair } from "./internal/repairs/one-hot-repair.ts";
import { avgPoolRepair } from "./internal/repairs/padding-repairs.ts";
import { pool3DRepairs } from "./internal/repairs/pool3d-repairs.ts";
import { recurrentAdditions } from "./internal/repairs/recurrent-additions.ts";
import { reluGradAddition } from "./internal/repairs/relu-grad-addition.ts";
import { scaleEachRowAddition } from "./internal/repairs/scale-each-row-addition.ts";
import { seededDropoutAddition } from "./internal/repairs/seeded-dropout-addition.ts";
import { sliceRepair } from "./internal/repairs/slice-repair.ts";
import { sumRepair } from "./internal/repairs/sum-repair.ts";
import { tileRepair } from "./internal/repairs/tile-repair.ts";
import { transposeRepair } from "./internal/repairs/transpose-repair.ts";
import { unsortedSegmentSumAddition } from "./internal/repairs/unsorted-segment-sum-addition.ts";
import { SUPPORTED_VERSION, unsupportedVersion } from "./internal/supported-version.ts";
import { replaceKernels, restoreKernels } from "./internal/wasm/replace-kernels.ts";
import type { WasmRepair } from "./internal/wasm/wasm-backend.ts";

const REPAIRS: readonly WasmRepair[] = [
  addRepair,
  avgPoolGradRepair,
  batchMatMulRepair,
  ...batchNormAdditions,
  conv2DBackpropFilterAddition,
  conv2DBackpropInputRepair,
  conv2DRepair,
  ...conv3DRepairs,
  depthwiseBackpropFilterAddition,
  depthwiseBackpropInputAddition,
  depthwiseConv2DRepair,
  ...dilation2DRepairs,
  distillationHeadAddition,
  ...functionRepairs,
  fusedConv2DRepair,
  fusedDepthwiseConv2DRepair,
  fusedMatMulRepair,
  gatherRepair,
  identityRepair,
  maxPoolGradRepair,
  maxPoolRepair,
  maxPoolWithArgmaxRepair,
  meanRepair,
  oneHotRepair,
  ...pool3DRepairs,
  avgPoolRepair,
  ...recurrentAdditions,
  reluGradAddition,
  scaleEachRowAddition,
  seededDropoutAddition,
  sliceRepair,
  sumRepair,
  tileRepair,
  transposeRepair,
  unsortedSegmentSumAddition,
];

/** Options of {@link repairWasm}. */
export interface RepairOptions {
  /** `version_wasm` of `@tensorflow/tfjs-backend-wasm`. */
  readonly wasmVersion: string;
  /** The version of tfjs-core. Default: that of the installed one. */
  readonly coreVersion?: string;
}

const OPTIONS: OptionNames<RepairOptions> = { wasmVersion: true, coreVersion: true };

/** Result of {@link repairWasm}. */
export interface RepairReport {
  /** The kernels that are repaired or added now, in alphabetical order. */
  readonly repairs: readonly string[];
  /** Those of them that this call repaired; none when they all were already. */
  readonly applied: readonly string[];
}

/**
 * Replaces, for the whole process, those kernels of the wasm backend that are wrong or needlessly slow in training, and adds
 * those that training needs and the backend lacks.
 *
 * It can be called before or after the backend has started, and more than once. {@link restoreWasm} takes it back.
 * `selectBackend` calls it; call it yourself only when you set up the wasm backend yourself.
 *
 * @throws Error when tfjs-core or tfjs-backend-wasm has another version than the one that the repairs were written for,
 * or when the wasm backend has not been imported
 *
 * @example
 * ```ts
 * import { repairWasm } from "@dark-knowledge/backend";
 * import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
 *
 * repairWasm({ wasmVersion: version_wasm }).repairs.includes("BatchMatMul"); // => true
 * ```
 */
export function repairWasm(options: RepairOptions): RepairReport {
  assertOptions("repairWasm", options, OPTIONS);
  const { wasmVersion, coreVersion = tf.version_core } = options;
  assertFields("repairWasm", { wasmVersion, coreVersion }, { wasmVersion: "text", coreVersion: "text" });
  assertSupported(wasmVersion, coreVersion);
  assertImported();
  const applied = replaceKernels("wasm", REPAIRS);
  replaceReluGradient();
  return { repairs: REPAIRS.map(({ kernelName }) => kernelName).sort(), applied };
}

/**
 * Puts the kernels back that `@tensorflow/tfjs-backend-wasm` ships: the opposite of {@link repairWasm}.
 *
 * @returns the names of the kernels that were put back or taken away; none when nothing was repaired
 *
 * @example
 * ```ts
 * import { repairWasm, restoreWasm } from "@dark-knowledge/backend";
 * import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
 *
 * repairWasm({ wasmVersion: version_wasm });
 * restoreWasm().includes("BatchMatMul"); // => true
 * restoreWasm(); // => []
 * ```
 */
export function restoreWasm(): readonly string[] {
  const repaired = restoreKernels("wasm");
  restoreReluGradient();
  return repaired;
}

function assertSupported(wasmVersion: string, coreVersion: string): void {
  const unsupported = unsupportedVersion(wasmVersion, coreVersion);
  if (unsupported === undefined) return;
  const { packageName, version, cure } = unsupported;
  throw new Error(
    `repairWasm: the repairs were written for ${packageName} ${SUPPORTED_VERSION}, installed is ${oneLine(version)}; ${cure}`,
  );
}

function assertImported(): void {
  if (tf.getKernel("BatchMatMul", "wasm") !== undefined) return;
  throw new Error(
    'repairWasm: the wasm backend has no kernels; import "@tensorflow/tfjs-backend-wasm" before the repairs',
  );
}
