import * as tf from "@tensorflow/tfjs-core";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Copies the gathered rows (of an embedding, or of a dataset) as a whole.
 *
 * The stock kernel computes the position of every single number separately.
 */
export const gatherRepair: WasmRepair = {
  kernelName: "GatherV2",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const { x, indices } = args.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const axis = tf.util.parseAxisParam(attrs.axis as number, x.shape)[0]!;
    const isWords = x.dtype === "float32" || x.dtype === "int32";
    if (!isWords || indices.dtype !== "int32" || (attrs.batchDims as number) !== 0) return stock("GatherV2")(args);
    const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const size = x.shape[axis]!;
    const count = sizeOf(indices.shape);
    const output = backend.makeOutput([...outer, ...indices.shape, ...inner], x.dtype);
    const ids = new Int32Array(bufferOf(backend), offsetOf(backend, indices), count);
    const wrong = ids.find((index) => index < 0 || index >= size);
    if (wrong !== undefined) {
      backend.disposeData(output.dataId);
      throw new Error(`GatherV2: the index value ${wrong} is not in [0, ${size - 1}]`);
    }
    const width = sizeOf(inner);
    const [from, at, to] = [x, indices, output].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
    for (let index = 0; index < sizeOf(outer); index++) {
      simdKernels(backend).gatherRows(
        from + 4 * index * size * width,
        at,
        count,
        width,
        to + 4 * index * count * width,
      );
    }
    return output;
  },
};
