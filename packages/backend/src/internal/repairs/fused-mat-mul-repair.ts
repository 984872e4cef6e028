import type * as tf from "@tensorflow/tfjs-core";
import { type BatchProduct, isFloatProduct, multiplyBatches } from "../products/multiply-batches.ts";
import { activate, isActivation } from "../wasm/activate.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { type KernelArguments, offsetOf, type StockKernels, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Multiplies, adds the bias once and activates once.
 *
 * The stock kernel is right for two plain matrices only. Otherwise its scalar loop adds the bias and clamps once for every
 * 48 steps of the inner axis, and takes the bias of the wrong column.
 */
export const fusedMatMulRepair: WasmRepair = {
  kernelName: "_FusedMatMul",
  create: (stock) => (args) => {
    const product = { ...args.inputs, ...args.attrs } as unknown as BatchProduct;
    const activation = args.attrs.activation as string;
    if (!isActivation(activation) || !isFloatProduct(product)) return stock("_FusedMatMul")(args);
    return multiplyAddActivate(stock, args, product, activation);
  },
};

function multiplyAddActivate(
  stock: StockKernels,
  args: KernelArguments,
  product: BatchProduct,
  activation: string,
): tf.TensorInfo {
  const { inputs, backend } = args;
  let output = multiplyBatches(backend, product);
  const { bias } = inputs;
  const columns = output.shape.at(-1)!;
  if (bias !== undefined && bias !== null && sizeOf(bias.shape) === columns) {
    const isRelu = activation === "relu";
    const rows = sizeOf(output.shape) / columns;
    simdKernels(backend).addBias(offsetOf(backend, output), offsetOf(backend, bias), rows, columns, isRelu);
    if (isRelu) return output;
  } else if (bias !== undefined && bias !== null) {
    const sum = stock("Add")({ inputs: { a: output, b: bias }, backend, attrs: {} });
    backend.disposeData(output.dataId);
    output = sum;
  }
  return activate(stock, args, output, activation);
}
