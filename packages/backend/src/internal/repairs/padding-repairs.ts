import * as tf from "@tensorflow/tfjs-core";
import { explicitPadding } from "../convolutions/explicit-padding.ts";
import { replaceKernels, restoreKernels } from "../wasm/replace-kernels.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Pooling forward, with margins that tfjs-core computes correctly. With others the stock kernels of wasm write past their output.
 *
 * They touch attributes alone, so the same serves other backends.
 */
export const poolingRepairs: readonly WasmRepair[] = ["AvgPool", "MaxPool"].map(paddingRepair);

const OTHER_KERNELS = [
  "AvgPoolGrad",
  "Conv2D",
  "Conv2DBackpropFilter",
  "Conv2DBackpropInput",
  "DepthwiseConv2dNative",
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
  "FusedConv2D",
  "FusedDepthwiseConv2D",
  "MaxPoolGrad",
  "MaxPoolWithArgmax",
];

/** Lets every two-dimensional kernel of a backend have an output of the right width where the margin is one number. */
function repairPadding(backendName: string): readonly string[] {
  const repairs = [...poolingRepairs, ...OTHER_KERNELS.map(paddingRepair)].filter(
    ({ kernelName }) => tf.getKernel(kernelName, backendName) !== undefined,
  );
  replaceKernels(backendName, repairs);
  return repairs.map(({ kernelName }) => kernelName).sort();
}

/** Repairs a backend's margins, or puts its own kernels back; returns the kernels that are repaired then. */
export function repairOrRestorePadding(backendName: string, isWanted: boolean): readonly string[] {
  if (isWanted) return repairPadding(backendName);
  restoreKernels(backendName);
  return [];
}

function paddingRepair(kernelName: string): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) =>
      stock(kernelName)({ ...args, attrs: { ...args.attrs, pad: explicitPadding(args.attrs) } }),
  };
}
