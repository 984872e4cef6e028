import type * as tf from "@tensorflow/tfjs-core";
import { type BatchProduct, isFloatProduct, multiplyBatches } from "./multiply-batches.ts";
import { isDirectCheaper } from "./multiply-matrices.ts";
import { withPackable } from "./packed-matrices.ts";
import { type Kernel, type KernelArguments, type StockKernels, sizeOf, type WasmRepair } from "./wasm-backend.ts";

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  sigmoid: "Sigmoid",
  prelu: "Prelu",
  leakyrelu: "LeakyRelu",
};

/**
 * Multiplies, adds the bias once and activates once.
 *
 * The stock kernel is right for two plain matrices. Otherwise its scalar loop adds the bias and clamps once for every 48
 * steps of the inner axis, and takes the bias of the wrong column.
 */
export const fusedMatMulRepair: WasmRepair = {
  kernelName: "_FusedMatMul",
  create: (stock) => (args) => {
    const product = { ...args.inputs, ...args.attrs } as unknown as BatchProduct;
    const activation = args.attrs.activation as string;
    const isKnown = activation === "linear" || activation in ACTIVATION_KERNELS;
    if (!isKnown || !isFloatProduct(product)) return stock("_FusedMatMul")(args);
    return fuseInStock(stock, args, product) ?? multiplyAddActivate(stock, args, product);
  },
};

/** The stock kernel's answer where it is right and packs the better operand, else nothing. */
function fuseInStock(stock: StockKernels, args: KernelArguments, product: BatchProduct): tf.TensorInfo | undefined {
  const { a, b, transposeA, transposeB } = product;
  const biasRank = args.inputs.bias?.shape.length ?? 1;
  const isPlain = !transposeA && !transposeB && a.shape.length === 3 && b.shape.length === 3 && biasRank === 1;
  const hasValues = sizeOf(a.shape) > 0 && sizeOf(b.shape) > 0;
  if (!isPlain || !hasValues || a.shape[0] !== 1 || b.shape[0] !== 1) return undefined;
  const left = { tensor: a, rows: a.shape[1]!, columns: a.shape[2]! };
  const right = { tensor: b, rows: b.shape[1]!, columns: b.shape[2]! };
  if (!isDirectCheaper({ a: left, b: right, transposeA, transposeB })) return undefined;
  return withPackable(args.backend, right, (tensor) => {
    const packable = { ...tensor, shape: b.shape };
    return stock("_FusedMatMul")({ ...args, inputs: { ...args.inputs, b: packable } });
  });
}

function multiplyAddActivate(stock: StockKernels, args: KernelArguments, product: BatchProduct): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  const run = (kernel: Kernel, consumed: tf.TensorInfo, others: Record<string, tf.TensorInfo>, name: string) => {
    const output = kernel({ inputs: { ...others, [name]: consumed }, backend, attrs: { alpha: attrs.leakyreluAlpha } });
    backend.disposeData(consumed.dataId);
    return output;
  };
  let output = multiplyBatches(backend, stock, product);
  if (inputs.bias !== undefined && inputs.bias !== null) output = run(stock("Add"), output, { b: inputs.bias }, "a");
  const activation = attrs.activation as string;
  if (activation === "linear") return output;
  const slopes: Record<string, tf.TensorInfo> = activation === "prelu" ? { alpha: inputs.preluActivationWeights! } : {};
  return run(stock(ACTIVATION_KERNELS[activation]!), output, slopes, "x");
}
