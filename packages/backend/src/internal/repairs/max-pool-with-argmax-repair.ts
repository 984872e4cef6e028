import * as tf from "@tensorflow/tfjs-core";
import { explicitPadding } from "../convolutions/explicit-padding.ts";
import { findLargest } from "../convolutions/largest.ts";
import { planeOf } from "../convolutions/volumes.ts";
import { bufferOf, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * The largest element under each window and where it is.
 *
 * The stock kernel begins its search at the smallest *positive* float, so it is wrong where there is no positive value.
 */
export const maxPoolWithArgmaxRepair: WasmRepair = {
  kernelName: "MaxPoolWithArgmax",
  create: (stock) => (args) => {
    const { backend, attrs } = args;
    const x = args.inputs.x!;
    const { filterSize, strides, includeBatchInIndex } = attrs as {
      filterSize: [number, number];
      strides: [number, number];
      includeBatchInIndex: boolean;
    };
    const pad = explicitPadding(attrs);
    if (x.dtype !== "float32") return stock("MaxPoolWithArgmax")({ ...args, attrs: { ...attrs, pad } });
    const shape = x.shape as [number, number, number, number];
    const plane = planeOf(tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad as "same"));
    const [largest, indices] = [
      backend.makeOutput(plane.outShape, "float32"),
      backend.makeOutput(plane.outShape, "int32"),
    ];
    const [from, y, to] = [x, largest, indices].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
    const [inSize, outSize] = [plane.inShape, plane.outShape].map((one) => sizeOf(one.slice(1))) as [number, number];
    findLargest(backend, plane, { x: from, filter: 0, y }, ({ example, places }) => {
      const buffer = bufferOf(backend);
      const first = includeBatchInIndex ? example * inSize : 0;
      const found = new Int32Array(buffer, places, outSize);
      new Int32Array(buffer, to + 4 * example * outSize, outSize).set(found.map((place) => place + first));
    });
    return [largest, indices];
  },
};
