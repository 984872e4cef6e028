import { activate, isActivation } from "../wasm/activate.ts";
import { offsetOf, sizeOf, type WasmBackend, type WasmRepair } from "../wasm/wasm-backend.ts";
import { type Convolution, convolutionOf } from "./convolution.ts";
import type { Finish } from "./finish-convolution.ts";

/** `y ← relu?(x ⊛ filter + bias)`, all as byte offsets. */
export type Convolve = (
  backend: WasmBackend,
  conv: Convolution,
  at: Finish & { readonly x: number; readonly filter: number; readonly y: number },
) => void;

/** A convolution that adds a bias and ends in an activation: `convolve` does it up to a relu, another activation follows. */
export function fusedConvolution(kernelName: string, convolve: Convolve, isDepthwise: boolean): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) => {
      const { backend, attrs } = args;
      const { x, filter, bias } = args.inputs;
      const activation = attrs.activation as string;
      const conv = convolutionOf(kernelName, x!.shape, filter!.shape, attrs, isDepthwise);
      const hasBias = bias !== undefined && bias !== null;
      const isBiasFit = !hasBias || (bias.shape.length === 1 && bias.shape[0] === conv.outChannels);
      // The stock kernel has the error messages.
      if (!isActivation(activation) || !isBiasFit) return stock(kernelName)(args);
      const output = backend.makeOutput(conv.outShape, "float32");
      if (sizeOf(conv.outShape) === 0) return output;
      const isRelu = activation === "relu";
      convolve(backend, conv, {
        x: offsetOf(backend, x!),
        filter: offsetOf(backend, filter!),
        bias: hasBias ? offsetOf(backend, bias) : 0,
        isRelu,
        y: offsetOf(backend, output),
      });
      return isRelu ? output : activate(stock, args, output, activation);
    },
  };
}
