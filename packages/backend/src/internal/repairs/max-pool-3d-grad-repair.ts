import { maxPool3DGradient } from "../convolutions/pool-gradient.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/** As the repair of `MaxPoolGrad`: the stock kernel loses the gradient of a window without a positive value. */
export const maxPool3DGradRepair: WasmRepair = {
  kernelName: "MaxPool3DGrad",
  create: (stock) => (args) =>
    args.inputs.input!.dtype === "float32" ? maxPool3DGradient(args) : stock("MaxPool3DGrad")(args),
};
