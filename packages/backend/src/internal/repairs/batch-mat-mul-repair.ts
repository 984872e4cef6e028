import { type BatchProduct, isFloatProduct, multiplyBatches } from "../products/multiply-batches.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Multiplies with our own kernel, or with a native BLAS, which take transposed operands at the speed of plain ones.
 *
 * The stock kernel gives plain products to XNNPACK, multiplies transposed and batched operands in a scalar loop, gets
 * batches wrong that broadcast both ways, and reads out of bounds when two reshapes of one tensor are right-hand factors.
 */
export const batchMatMulRepair: WasmRepair = {
  kernelName: "BatchMatMul",
  create: (stock) => (args) => {
    const product = { ...args.inputs, ...args.attrs } as unknown as BatchProduct;
    if (!isFloatProduct(product)) return stock("BatchMatMul")(args);
    return multiplyBatches(args.backend, product);
  },
};
