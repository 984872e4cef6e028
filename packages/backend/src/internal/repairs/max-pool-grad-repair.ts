import { maxPoolGradient } from "../convolutions/pool.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Sends the gradient of a maximum to the largest input of its window, whatever its sign; to the first of equals.
 *
 * The stock kernel begins its search at the smallest *positive* float, so a window without a positive value loses its
 * gradient, and of equals it takes the last, unlike every other backend.
 */
export const maxPoolGradRepair: WasmRepair = {
  kernelName: "MaxPoolGrad",
  create: (stock) => (args) =>
    args.inputs.input!.dtype === "float32" ? maxPoolGradient(args) : stock("MaxPoolGrad")(args),
};
