import * as tf from "@tensorflow/tfjs-core";
import { explicitPadding } from "../convolutions/explicit-padding.ts";
import { replaceKernels, restoreKernels } from "../wasm/replace-kernels.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/** The mean of each window, with margins that tfjs-core computes correctly. With others the stock kernel of wasm writes past its output. */
export const avgPoolRepair: WasmRepair = paddingRepair("AvgPool");

const KERNELS = [
  "AvgPool",
  "AvgPoolGrad",
  "Conv2D",
  "Conv2DBackpropFilter",
  "Conv2DBackpropInput",
  "DepthwiseConv2dNative",
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
  "FusedConv2D",
  "FusedDepthwiseConv2D",
  "MaxPool",
  "MaxPoolGrad",
  "MaxPoolWithArgmax",
];

/** Lets every two-dimensional kernel of a backend have an output of the right width where the margin is one number. */
function repairPadding(backendName: string): readonly string[] {
  const repairs = KERNELS.map(paddingRepair).filter(
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

/** It touches attributes alone, so the same serves every backend. */
function paddingRepair(kernelName: string): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) =>
      stock(kernelName)({ ...args, attrs: { ...args.attrs, pad: explicitPadding(args.attrs) } }),
  };
}
