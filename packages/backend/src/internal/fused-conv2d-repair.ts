import { activate, isActivation } from "./activate.ts";
import { convolutionOf } from "./convolution.ts";
import { convolveImages } from "./convolve-images.ts";
import { offsetOf, sizeOf, type WasmRepair } from "./wasm-backend.ts";

/** As the repaired `Conv2D`, with bias and relu while the sums are still in registers; other activations follow. */
export const fusedConv2DRepair: WasmRepair = {
  kernelName: "FusedConv2D",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const { x, filter, bias } = args.inputs;
    const activation = attrs.activation as string;
    const outputs = filter!.shape.at(-1)!;
    const hasBias = bias !== undefined && bias !== null;
    const isBiasFit = !hasBias || (bias.shape.length === 1 && bias.shape[0] === outputs);
    // The stock kernel has the error messages.
    if (!isActivation(activation) || !isBiasFit) return stock("FusedConv2D")(args);
    const conv = convolutionOf("FusedConv2D", x!.shape, filter!.shape, attrs);
    const output = backend.makeOutput(conv.outShape, "float32");
    if (sizeOf(conv.outShape) === 0) return output;
    const isRelu = activation === "relu";
    convolveImages(backend, conv, {
      x: offsetOf(backend, x!),
      filter: offsetOf(backend, filter!),
      bias: hasBias ? offsetOf(backend, bias) : 0,
      isRelu,
      y: offsetOf(backend, output),
    });
    return isRelu ? output : activate(stock, args, output, activation);
  },
};
