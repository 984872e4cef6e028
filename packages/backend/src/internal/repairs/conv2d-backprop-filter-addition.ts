import { convolutionOf } from "../convolutions/convolution.ts";
import { filterGradient } from "../convolutions/convolve-images.ts";
import { floatsOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** The gradient of a convolution with respect to its filter, which the stock backend lacks: without it no CNN trains. */
export const conv2DBackpropFilterAddition: WasmRepair = {
  kernelName: "Conv2DBackpropFilter",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { x, dy } = args.inputs;
    const filterShape = attrs.filterShape as readonly number[];
    const conv = convolutionOf("Conv2DBackpropFilter", x!.shape, filterShape, { ...attrs, dilations: 1 });
    const output = backend.makeOutput(filterShape, "float32");
    if (sizeOf(dy!.shape) === 0) floatsOf(backend, output).fill(0);
    else filterGradient(backend, conv, offsetOf(backend, x!), offsetOf(backend, dy!), offsetOf(backend, output));
    return output;
  },
};
