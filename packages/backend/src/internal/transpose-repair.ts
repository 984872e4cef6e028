import { transposeMatrix } from "./transpose-matrix.ts";
import type { WasmRepair } from "./wasm-backend.ts";

/** Transposes matrices without cache collisions; every other transpose is left to the stock kernel. */
export const transposeRepair: WasmRepair = {
  kernelName: "Transpose",
  create: (stock) => (args) => {
    const x = args.inputs.x!;
    const [first, second] = args.attrs.perm as readonly number[];
    const isMatrix = x.shape.length === 2 && first === 1 && second === 0;
    if (!isMatrix || (x.dtype !== "float32" && x.dtype !== "int32")) return stock("Transpose")(args);
    return transposeMatrix(args.backend, stock, x, [x.shape[0]!, x.shape[1]!]);
  },
};
