import type { WasmRepair } from "../wasm/wasm-backend.ts";
import { sumOver } from "./sum-over.ts";

/**
 * Sums in float64, and over leading axes (the gradient of every bias) row by row.
 *
 * The stock kernel adds one float32 after the other, so that a sum of 10,000 loses two digits, and it transposes the whole
 * tensor first where the summed axes are not the last.
 */
export const sumRepair: WasmRepair = {
  kernelName: "Sum",
  create: (stock) => (args) => (args.inputs.x!.dtype === "float32" ? sumOver(args) : stock("Sum")(args)),
};
