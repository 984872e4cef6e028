import type { SimdKernels } from "../wasm/simd-kernels.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** Functions of each element; the stock kernels call the C library for every single number. `tf.logSoftmax` is made of `Exp`. */
export const functionRepairs: readonly WasmRepair[] = [
  functionRepair("Exp", (kernels) => kernels.exp),
  functionRepair("Tanh", (kernels) => kernels.tanh),
];

function functionRepair(kernelName: string, kernelOf: (kernels: SimdKernels) => SimdKernels["exp"]): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) => {
      const { backend } = args;
      const x = args.inputs.x!;
      if (x.dtype !== "float32") return stock(kernelName)(args);
      const output = backend.makeOutput(x.shape, x.dtype);
      kernelOf(simdKernels(backend))(offsetOf(backend, x), offsetOf(backend, output), sizeOf(x.shape));
      return output;
    },
  };
}
