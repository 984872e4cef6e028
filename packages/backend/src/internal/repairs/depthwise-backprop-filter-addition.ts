import { convolutionOf } from "../convolutions/convolution.ts";
import { depthwiseFilterGradient } from "../convolutions/depthwise-convolution.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** The gradient of a depthwise convolution with respect to its filter, which the stock backend lacks. */
export const depthwiseBackpropFilterAddition: WasmRepair = {
  kernelName: "DepthwiseConv2dNativeBackpropFilter",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { x, dy } = args.inputs;
    const filterShape = attrs.filterShape as readonly number[];
    const conv = convolutionOf("DepthwiseConv2dNativeBackpropFilter", x!.shape, filterShape, attrs, true);
    const output = backend.makeOutput(filterShape, "float32");
    depthwiseFilterGradient(backend, conv, offsetOf(backend, x!), offsetOf(backend, dy!), offsetOf(backend, output));
    return output;
  },
};
