import { convolutionOf } from "../convolutions/convolution.ts";
import { inputGradient } from "../convolutions/convolve-images.ts";
import { floatsOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * The gradient of a convolution with respect to its input: with strides of 1 itself a convolution, else a product whose rows
 * are added up where their windows lie. The stock kernel is a scalar loop, twenty times slower.
 */
export const conv2DBackpropInputRepair: WasmRepair = {
  kernelName: "Conv2DBackpropInput",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { dy, filter } = args.inputs;
    const inputShape = attrs.inputShape as readonly number[];
    const conv = convolutionOf("Conv2DBackpropInput", inputShape, filter!.shape, { ...attrs, dilations: 1 });
    const output = backend.makeOutput(inputShape, "float32");
    if (sizeOf(dy!.shape) === 0) floatsOf(backend, output).fill(0);
    else inputGradient(backend, conv, offsetOf(backend, dy!), offsetOf(backend, filter!), offsetOf(backend, output));
    return output;
  },
};
