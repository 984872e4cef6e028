import * as tf from "@tensorflow/tfjs-core";
import { bufferOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Copies what is asked for, in pieces that lie together.
 *
 * The stock kernel copies the whole tensor first, so that a batch of a large tensor costs as much as the tensor, and it reads
 * beyond the tensor where the cpu backend refuses.
 */
export const sliceRepair: WasmRepair = {
  kernelName: "Slice",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const x = args.inputs.x as tf.Tensor;
    if (x.dtype !== "float32" && x.dtype !== "int32") return stock("Slice")(args);
    const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin as number[], attrs.size as number[]) as [
      number[],
      number[],
    ];
    tf.slice_util.assertParamsValid(x, begin, size);
    const output = backend.makeOutput(size, x.dtype);
    const words = new Uint32Array(bufferOf(backend));
    const from = offsetOf(backend, x) / 4;
    const to = offsetOf(backend, output) / 4;
    // Axes behind the last one that is cut lie together.
    const axis = Math.max(
      0,
      size.findLastIndex((length, index) => length !== x.shape[index]),
    );
    const strides = tf.util.computeStrides([...x.shape, 1]);
    const width = sizeOf(size.slice(axis));
    const pieces = sizeOf(size.slice(0, axis));
    for (let piece = 0; piece < pieces; piece++) {
      let start = from + begin[axis]! * strides[axis]!;
      let rest = piece;
      for (let outer = axis - 1; outer >= 0; outer--) {
        start += (begin[outer]! + (rest % size[outer]!)) * strides[outer]!;
        rest = Math.floor(rest / size[outer]!);
      }
      words.copyWithin(to + piece * width, start, start + width);
    }
    return output;
  },
};
