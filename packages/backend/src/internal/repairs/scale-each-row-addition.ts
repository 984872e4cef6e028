import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** Each row of a matrix `x` times its own number in `factors`, without the general machinery of broadcasting. */
export const scaleEachRowAddition: WasmRepair = {
  kernelName: "ScaleEachRow",
  create: () => (args) => {
    const { x, factors } = args.inputs;
    const { backend } = args;
    const [rows, columns] = x!.shape as [number, number];
    const output = backend.makeOutput([rows, columns], "float32");
    const [from, by, to] = [x!, factors!, output].map((tensor) => offsetOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    simdKernels(backend).scaleEachRow(from, by, to, rows, columns);
    return output;
  },
};
