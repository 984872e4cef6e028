import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Transposes matrices square by square; every other transpose is left to the stock kernel.
 *
 * The stock kernel reads row by row and scatters down a column, which falls into few sets of the first-level cache when
 * the stride is a multiple of 512 bytes.
 */
export const transposeRepair: WasmRepair = {
  kernelName: "Transpose",
  create: (stock) => (args) => {
    const x = args.inputs.x!;
    const [first, second] = args.attrs.perm as readonly number[];
    const isMatrix = x.shape.length === 2 && first === 1 && second === 0;
    if (!isMatrix || (x.dtype !== "float32" && x.dtype !== "int32")) return stock("Transpose")(args);
    const { backend } = args;
    const [rows, columns] = x.shape as [number, number];
    const output = backend.makeOutput([columns, rows], x.dtype);
    simdKernels(backend).transpose(offsetOf(backend, x), offsetOf(backend, output), rows, columns);
    return output;
  },
};
