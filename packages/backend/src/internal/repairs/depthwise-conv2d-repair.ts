import { convolutionOf } from "../convolutions/convolution.ts";
import { convolveDepthwise } from "../convolutions/depthwise-convolution.ts";
import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Convolves each channel with our own kernel.
 *
 * The stock kernel is wrong for filters of one row or one column with a larger stride along the other axis and "same"
 * padding. Where the margin is a number and the window is not square, it writes past its output.
 */
export const depthwiseConv2DRepair: WasmRepair = {
  kernelName: "DepthwiseConv2dNative",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { x, filter } = args.inputs;
    const conv = convolutionOf("DepthwiseConv2dNative", x!.shape, filter!.shape, attrs, true);
    const output = backend.makeOutput(conv.outShape, "float32");
    if (sizeOf(conv.outShape) === 0) return output;
    const [from, weights, to] = [x!, filter!, output].map((tensor) => offsetOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    convolveDepthwise(backend, conv, { x: from, filter: weights, bias: 0, isRelu: false, y: to });
    return output;
  },
};
