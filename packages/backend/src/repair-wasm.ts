import * as tf from "@tensorflow/tfjs-core";
import { batchMatMulRepair } from "./internal/batch-mat-mul-repair.ts";
import { fusedMatMulRepair } from "./internal/fused-mat-mul-repair.ts";
import { identityRepair } from "./internal/identity-repair.ts";
import { maxPoolGradRepair } from "./internal/max-pool-grad-repair.ts";
import { sumRepair } from "./internal/sum-repair.ts";
import { transposeRepair } from "./internal/transpose-repair.ts";
import type { Kernel, WasmRepair } from "./internal/wasm-backend.ts";

/** The version of tfjs-core and tfjs-backend-wasm that the repairs were written for and tested with. */
const SUPPORTED = "4.22.0";

const REPAIRS: readonly WasmRepair[] = [
  batchMatMulRepair,
  fusedMatMulRepair,
  identityRepair,
  maxPoolGradRepair,
  sumRepair,
  transposeRepair,
];

/** The registered kernel that a repair replaced, kept on the replacement so that every copy of this package finds it. */
const STOCK: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/stock-kernel") as never;

type KernelConfig = tf.KernelConfig & { readonly [STOCK]?: tf.KernelConfig };

/** What {@link repairWasm} takes. */
export interface RepairOptions {
  /** `version_wasm` of `@tensorflow/tfjs-backend-wasm`. */
  readonly wasmVersion: string;
  /** The version of tfjs-core; that of the installed one when left out. */
  readonly coreVersion?: string;
}

/** What {@link repairWasm} did. */
export interface RepairReport {
  /** The kernels that are repaired now, in alphabetical order. */
  readonly repairs: readonly string[];
  /** Those of them that this call repaired; none when they all were already. */
  readonly applied: readonly string[];
}

/**
 * Replaces, for the whole process, those kernels of the wasm backend that are wrong or needlessly slow in training.
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
export function repairWasm({ wasmVersion, coreVersion = tf.version_core }: RepairOptions): RepairReport {
  assertSupported("tfjs-backend-wasm", wasmVersion);
  assertSupported("tfjs-core", coreVersion);
  const stock = (kernelName: string) => stockConfig(registered(kernelName)).kernelFunc as unknown as Kernel;
  const applied = REPAIRS.filter(({ kernelName }) => registered(kernelName)[STOCK] === undefined);
  for (const { kernelName, create } of applied) {
    const config = registered(kernelName);
    const kernelFunc = create(stock) as unknown as tf.KernelFunc;
    replace({ ...config, kernelFunc, [STOCK]: config });
  }
  return { repairs: REPAIRS.map(nameOf).sort(), applied: applied.map(nameOf).sort() };
}

/**
 * Puts the kernels back that `@tensorflow/tfjs-backend-wasm` ships: the opposite of {@link repairWasm}.
 *
 * @returns the names of the kernels that were put back; none when nothing was repaired
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
  const repaired = tf.getKernelsForBackend("wasm").filter((config: KernelConfig) => config[STOCK] !== undefined);
  for (const config of repaired) replace(stockConfig(config));
  return repaired.map(nameOf).sort();
}

function assertSupported(packageName: string, version: string): void {
  if (version === SUPPORTED) return;
  throw new Error(
    `repairWasm: the repairs were written for @tensorflow/${packageName} ${SUPPORTED}, installed is ${version}; ` +
      `run "npm install @tensorflow/tfjs-core@${SUPPORTED} @tensorflow/tfjs-backend-wasm@${SUPPORTED}", ` +
      "or go without them: selectBackend({ repairs: false })",
  );
}

function registered(kernelName: string): KernelConfig {
  const config = tf.getKernel(kernelName, "wasm") as KernelConfig | undefined;
  if (config !== undefined) return config;
  throw new Error(
    `repairWasm: the wasm backend has no ${kernelName} kernel; import "@tensorflow/tfjs-backend-wasm" before the repairs`,
  );
}

function stockConfig(config: KernelConfig): tf.KernelConfig {
  return config[STOCK] ?? config;
}

/** Registering a kernel over another one makes tfjs print a warning, so the old one goes first. */
function replace(config: KernelConfig): void {
  tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
}

function nameOf({ kernelName }: { readonly kernelName: string }): string {
  return kernelName;
}
