import * as tf from "@tensorflow/tfjs-core";
import type { Kernel, WasmRepair } from "./wasm-backend.ts";

/**
 * The registered kernel that a repair replaced, or null where there was none. It is kept on the replacement, so that every
 * copy of this package finds it.
 */
const STOCK: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/stock-kernel") as never;

type KernelConfig = tf.KernelConfig & { readonly [STOCK]?: tf.KernelConfig | null };

/**
 * Replaces or adds kernels of a backend, for the whole process. What is replaced already stays.
 *
 * @returns the names of the kernels that this call replaced or added, in alphabetical order
 */
export function replaceKernels(backendName: string, repairs: readonly WasmRepair[]): string[] {
  const registered = (name: string) => tf.getKernel(name, backendName) as KernelConfig | undefined;
  const stock = (name: string) => stockOf(registered(name)!)!.kernelFunc as unknown as Kernel;
  const applied = repairs.filter(({ kernelName }) => registered(kernelName)?.[STOCK] === undefined);
  for (const { kernelName, create } of applied) {
    const config = registered(kernelName);
    const kernelFunc = create(stock) as unknown as tf.KernelFunc;
    if (config !== undefined) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, kernelName, backendName, kernelFunc, [STOCK]: config ?? null } as KernelConfig);
  }
  return applied.map(nameOf).sort();
}

/**
 * The opposite: puts the kernels back that the backend ships.
 *
 * @returns the names of the kernels that were put back or taken away, in alphabetical order
 */
export function restoreKernels(backendName: string): string[] {
  const replaced = tf.getKernelsForBackend(backendName).filter((config: KernelConfig) => config[STOCK] !== undefined);
  for (const config of replaced) {
    tf.unregisterKernel(config.kernelName, backendName);
    const stock = stockOf(config);
    if (stock !== null) tf.registerKernel(stock);
  }
  return replaced.map(nameOf).sort();
}

function stockOf(config: KernelConfig): tf.KernelConfig | null {
  return config[STOCK] === undefined ? config : config[STOCK];
}

function nameOf({ kernelName }: { readonly kernelName: string }): string {
  return kernelName;
}
