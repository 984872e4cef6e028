import { simdKernels } from "../wasm/simd-kernels.ts";
import { floatsOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Adds up rows that belong to the same segment: the gradient of `tf.gather`, and so of every embedding. The stock backend
 * lacks it. Rows whose segment is out of range belong to none, as on the cpu backend.
 */
export const unsortedSegmentSumAddition: WasmRepair = {
  kernelName: "UnsortedSegmentSum",
  create: () => (args) => {
    const { backend, attrs } = args;
    const { x, segmentIds } = args.inputs;
    if (x!.dtype !== "float32") {
      throw new Error(`UnsortedSegmentSum: x must be float32 on the wasm backend, got ${x!.dtype}; use tf.cast`);
    }
    const rows = attrs.numSegments as number;
    const rowShape = x!.shape.slice(segmentIds!.shape.length);
    const output = backend.makeOutput([rows, ...rowShape], "float32");
    floatsOf(backend, output).fill(0);
    const [from, ids, to] = [x!, segmentIds!, output].map((tensor) => offsetOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    simdKernels(backend).addToRows(from, ids, sizeOf(segmentIds!.shape), sizeOf(rowShape), to, rows);
    return output;
  },
};
