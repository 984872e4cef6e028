import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";
import { convolutionOf } from "./convolution.ts";
import type { Convolve } from "./fused-convolution.ts";

/** A convolution and nothing else. */
export function plainConvolution(kernelName: string, convolve: Convolve, isDepthwise: boolean): WasmRepair {
  return {
    kernelName,
    create: () => (args) => {
      const { backend, attrs } = args;
      const { x, filter } = args.inputs;
      const conv = convolutionOf(kernelName, x!.shape, filter!.shape, attrs, isDepthwise);
      const output = backend.makeOutput(conv.outShape, "float32");
      if (sizeOf(conv.outShape) === 0) return output;
      convolve(backend, conv, {
        x: offsetOf(backend, x!),
        filter: offsetOf(backend, filter!),
        bias: 0,
        isRelu: false,
        y: offsetOf(backend, output),
      });
      return output;
    },
  };
}
