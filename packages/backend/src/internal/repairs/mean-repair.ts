import { floatsOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";
import { sumOver } from "./sum-over.ts";

/** As the repaired `Sum`, over the number of elements. */
export const meanRepair: WasmRepair = {
  kernelName: "Mean",
  create: (stock) => (args) => {
    const x = args.inputs.x!;
    if (x.dtype !== "float32") return stock("Mean")(args);
    const mean = sumOver(args);
    const values = floatsOf(args.backend, mean);
    const count = sizeOf(x.shape) / values.length;
    values.forEach((sum, index) => {
      values[index] = sum / count;
    });
    return mean;
  },
};
