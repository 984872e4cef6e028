import { maxPool } from "../convolutions/pool.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * The largest of each window, of images with margins that tfjs-core computes correctly. The stock kernel takes three times as long, and writes past its
 * output for other margins. NaN is passed over, as by the cpu backend, unless it comes first.
 */
export const maxPoolRepair: WasmRepair = {
  kernelName: "MaxPool",
  create: (stock) => (args) => (args.inputs.x!.dtype === "float32" ? maxPool(args) : stock("MaxPool")(args)),
};
