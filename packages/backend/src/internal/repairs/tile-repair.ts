import type * as tf from "@tensorflow/tfjs-core";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, sizeOf, type WasmBackend, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Repeats whole rows, one axis after the other. tfjs tiles in the gradient of every sum and mean, and of `batchNorm`.
 *
 * The stock kernel computes the position of every single number separately, several hundred times slower.
 */
export const tileRepair: WasmRepair = {
  kernelName: "Tile",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const x = args.inputs.x!;
    const repeats = attrs.reps as readonly number[];
    if (x.dtype !== "float32" && x.dtype !== "int32") return stock("Tile")(args);
    const axes = repeats.map((_, axis) => axis).filter((axis) => repeats[axis] !== 1);
    if (axes.length === 0) axes.push(0);
    // From the last axis on, so that the rows to come are as long as they can be.
    let tiled: tf.TensorInfo = x;
    for (const axis of axes.reverse()) {
      const next = tileAxis(backend, tiled, axis, repeats[axis] ?? 1);
      if (tiled !== x) backend.disposeData(tiled.dataId);
      tiled = next;
    }
    return tiled;
  },
};

function tileAxis(backend: WasmBackend, x: tf.TensorInfo, axis: number, times: number): tf.TensorInfo {
  const shape = x.shape.map((size, index) => (index === axis ? size * times : size));
  const output = backend.makeOutput(shape, x.dtype);
  const rows = sizeOf(x.shape.slice(0, axis));
  const width = sizeOf(x.shape.slice(axis));
  simdKernels(backend).repeatRows(offsetOf(backend, x), rows, width, times, offsetOf(backend, output));
  return output;
}
