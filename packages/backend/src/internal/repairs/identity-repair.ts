import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Shares the memory of a clone with its original, counted by reference, as the cpu backend does.
 *
 * Tensors are immutable, so the stock kernel's copy buys nothing. It costs several copies of every variable per step.
 */
export const identityRepair: WasmRepair = {
  kernelName: "Identity",
  create: (stock) => (args) => {
    const { dataId, shape, dtype } = args.inputs.x!;
    if (dtype === "string") return stock("Identity")(args);
    args.backend.incRef(dataId);
    return { dataId, shape, dtype };
  },
};
