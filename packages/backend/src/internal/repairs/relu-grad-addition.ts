import { maskNegatives } from "../wasm/mask-negatives.ts";
import { offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** `dy` where the output `y` of a relu is positive, else 0, in one pass; tfjs takes `step`, `cast` and `mul` for it. */
export const reluGradAddition: WasmRepair = {
  kernelName: "ReluGrad",
  create: () => (args) => {
    const { dy, y } = args.inputs;
    const { backend } = args;
    const output = backend.makeOutput(y!.shape, "float32");
    const [from, gate, to] = [dy!, y!, output].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
    maskNegatives(backend, from, gate, to, sizeOf(y!.shape));
    return output;
  },
};
