import * as tf from "@tensorflow/tfjs-core";
import { simdKernels } from "./simd-kernels.ts";
import { offsetOf, sizeOf, type WasmRepair } from "./wasm-backend.ts";

/**
 * Sums over leading axes (the gradient of every bias) row by row.
 *
 * The stock kernel transposes the whole tensor first, so that the summed axes come last.
 */
export const sumRepair: WasmRepair = {
  kernelName: "Sum",
  create: (stock) => (args) => {
    const x = args.inputs.x!;
    const rank = x.shape.length;
    const axes = tf.util.parseAxisParam(args.attrs.axis as number | number[], x.shape).sort((a, b) => a - b);
    const areLeading = axes.length > 0 && axes.length < rank && axes.every((axis, index) => axis === index);
    if (x.dtype !== "float32" || !areLeading) return stock("Sum")(args);

    const kept = x.shape.slice(axes.length);
    const shape = args.attrs.keepDims === true ? [...axes.map(() => 1), ...kept] : kept;
    const output = args.backend.makeOutput(shape, "float32");
    const columns = sizeOf(kept);
    const { backend } = args;
    const rows = columns === 0 ? 0 : sizeOf(x.shape) / columns;
    simdKernels(backend).sumRows(offsetOf(backend, x), offsetOf(backend, output), rows, columns);
    return output;
  },
};
