import * as tf from "@tensorflow/tfjs-core";
import { floatsOf, sizeOf, type WasmRepair } from "./wasm-backend.ts";

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
    sumRows(floatsOf(args.backend, x), floatsOf(args.backend, output), columns);
    return output;
  },
};

/** Eight rows at a time: the partial sums stay in registers, in double precision, and `to` is touched an eighth as often. */
function sumRows(from: Float32Array, to: Float32Array, columns: number): void {
  to.fill(0);
  const end = from.length;
  const step = 8 * columns;
  let start = 0;
  for (; columns > 0 && start + step <= end; start += step) {
    const b = start + columns;
    const c = b + columns;
    const d = c + columns;
    const e = d + columns;
    const f = e + columns;
    const g = f + columns;
    const h = g + columns;
    for (let j = 0; j < columns; j++) {
      const low = from[start + j]! + from[b + j]! + (from[c + j]! + from[d + j]!);
      const high = from[e + j]! + from[f + j]! + (from[g + j]! + from[h + j]!);
      to[j]! += low + high;
    }
  }
  for (; start < end; start += columns) {
    for (let j = 0; j < columns; j++) to[j]! += from[start + j]!;
  }
}
