import { convolutionOf } from "../convolutions/convolution.ts";
import { convolveImages } from "../convolutions/convolve-images.ts";
import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Convolves with our own kernels, or with a native BLAS.
 *
 * The stock kernel keeps XNNPACK's packing of a filter under the filter's id, so a filter that has changed since in
 * place would continue to convolve with its old values.
 */
export const conv2DRepair: WasmRepair = {
  kernelName: "Conv2D",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { x, filter } = args.inputs;
    const conv = convolutionOf("Conv2D", x!.shape, filter!.shape, attrs);
    const output = backend.makeOutput(conv.outShape, "float32");
    if (sizeOf(conv.outShape) === 0) return output;
    const [from, weights, to] = [x!, filter!, output].map((tensor) => offsetOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    convolveImages(backend, conv, { x: from, filter: weights, bias: 0, isRelu: false, y: to });
    return output;
  },
};
