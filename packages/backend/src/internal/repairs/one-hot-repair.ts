import type * as tf from "@tensorflow/tfjs-core";
import { bufferOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * Writes the values in the type that was asked for.
 *
 * The stock kernel writes integers whatever the type, so as float32 every 1 reads 1.4e-45.
 */
export const oneHotRepair: WasmRepair = {
  kernelName: "OneHot",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const indices = args.inputs.indices as tf.TensorInfo;
    const { dtype, depth, onValue, offValue } = attrs as {
      dtype: keyof typeof ARRAYS;
      depth: number;
      onValue: number;
      offValue: number;
    };
    const type = ARRAYS[dtype];
    if (type === undefined || indices.dtype !== "int32") return stock("OneHot")(args);
    const output = backend.makeOutput([...indices.shape, depth], dtype);
    const buffer = bufferOf(backend) as ArrayBuffer;
    const count = sizeOf(indices.shape);
    const labels = new Int32Array(buffer, offsetOf(backend, indices), count);
    const values = new type(buffer, offsetOf(backend, output), count * depth).fill(offValue);
    labels.forEach((label, row) => {
      if (label >= 0 && label < depth) values[row * depth + label] = onValue;
    });
    return output;
  },
};
