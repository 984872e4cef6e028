import { convolutionOf } from "../convolutions/convolution.ts";
import { depthwiseInputGradient } from "../convolutions/depthwise-convolution.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** The gradient of a depthwise convolution with respect to its input, which the stock backend lacks. */
export const depthwiseBackpropInputAddition: WasmRepair = {
  kernelName: "DepthwiseConv2dNativeBackpropInput",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { dy, filter } = args.inputs;
    const inputShape = attrs.inputShape as readonly number[];
    const conv = convolutionOf("DepthwiseConv2dNativeBackpropInput", inputShape, filter!.shape, attrs, true);
    const output = backend.makeOutput(inputShape, "float32");
    depthwiseInputGradient(
      backend,
      conv,
      offsetOf(backend, dy!),
      offsetOf(backend, filter!),
      offsetOf(backend, output),
    );
    return output;
  },
};
