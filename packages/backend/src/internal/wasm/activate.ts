import type * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, StockKernels } from "./wasm-backend.ts";

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  sigmoid: "Sigmoid",
  prelu: "Prelu",
  leakyrelu: "LeakyRelu",
};

/** Whether a fused kernel of the wasm backend can end in this activation. */
export function isActivation(activation: string): boolean {
  return activation === "linear" || activation in ACTIVATION_KERNELS;
}

/** The activated output of a fused kernel; disposes of `output` unless it is returned itself. */
export function activate(
  stock: StockKernels,
  { inputs, attrs, backend }: KernelArguments,
  output: tf.TensorInfo,
  activation: string,
): tf.TensorInfo {
  if (activation === "linear") return output;
  const slopes: Record<string, tf.TensorInfo> = activation === "prelu" ? { alpha: inputs.preluActivationWeights! } : {};
  const kernel = stock(ACTIVATION_KERNELS[activation]!);
  const result = kernel({ inputs: { ...slopes, x: output }, backend, attrs: { alpha: attrs.leakyreluAlpha } });
  backend.disposeData(output.dataId);
  return result;
}
