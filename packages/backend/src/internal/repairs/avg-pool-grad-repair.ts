import { averagePoolGradient } from "../convolutions/pool.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Divides the gradient of a mean by the number of inputs that the mean was taken of.
 *
 * The stock kernel, and the cpu backend's, divide by the size of the whole window, also where it hangs over the edge and
 * the mean was taken of fewer inputs; and it is a scalar loop.
 */
export const avgPoolGradRepair: WasmRepair = {
  kernelName: "AvgPoolGrad",
  create: (stock) => (args) =>
    args.inputs.input!.dtype === "float32" ? averagePoolGradient(args) : stock("AvgPoolGrad")(args),
};
