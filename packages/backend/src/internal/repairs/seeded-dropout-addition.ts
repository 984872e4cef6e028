import { dropoutThreshold } from "../operations/dropout-mask.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** The kernel of `seededDropout` in one pass. */
export const seededDropoutAddition: WasmRepair = {
  kernelName: "SeededDropout",
  create:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x!;
      const { rate, seed } = attrs as { rate: number; seed: number };
      const output = backend.makeOutput(x.shape, "float32");
      const [from, to] = [offsetOf(backend, x), offsetOf(backend, output)];
      simdKernels(backend).dropout(from, to, sizeOf(x.shape), dropoutThreshold(rate), 1 / (1 - rate), seed);
      return output;
    },
};
