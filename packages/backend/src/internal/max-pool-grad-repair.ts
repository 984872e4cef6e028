import * as tf from "@tensorflow/tfjs-core";
import { floatsOf, type WasmRepair } from "./wasm-backend.ts";

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/**
 * Sends the gradient of a maximum to the largest input of its window, whatever its sign; to the first of equals.
 *
 * The stock kernel begins its search at the smallest *positive* float, so a window without a positive value loses its
 * gradient, and of equals it takes the last, unlike every other backend.
 */
export const maxPoolGradRepair: WasmRepair = {
  kernelName: "MaxPoolGrad",
  create: (stock) => (args) => {
    const { input, dy } = args.inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
    if (input.dtype !== "float32") return stock("MaxPoolGrad")(args);
    const { filterSize, strides, pad, dimRoundingMode } = args.attrs as {
      filterSize: [number, number];
      strides: [number, number];
      pad: "valid" | "same" | number;
      dimRoundingMode?: "floor" | "round" | "ceil";
    };
    const shape = input.shape as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const dx = args.backend.makeOutput(shape, "float32");
    const gradient = floatsOf(args.backend, dx).fill(0);
    routeGradient(info, floatsOf(args.backend, input), floatsOf(args.backend, dy), gradient);
    return dx;
  },
};

function routeGradient(info: PoolInfo, input: Float32Array, dy: Float32Array, dx: Float32Array): void {
  const { batchSize, outHeight, outWidth, inChannels, inHeight, inWidth } = info;
  let out = 0;
  for (let example = 0; example < batchSize; example++) {
    const image = example * inHeight * inWidth * inChannels;
    for (let row = 0; row < outHeight; row++) {
      const [top, bottom] = windowOf(row, info.strideHeight, info.padInfo.top, info.effectiveFilterHeight, inHeight);
      for (let column = 0; column < outWidth; column++) {
        const [left, right] = windowOf(column, info.strideWidth, info.padInfo.left, info.effectiveFilterWidth, inWidth);
        for (let channel = 0; channel < inChannels; channel++, out++) {
          let largest = -Infinity;
          let position = -1;
          for (let y = top; y < bottom; y++) {
            for (let x = left; x < right; x++) {
              const at = image + (y * inWidth + x) * inChannels + channel;
              if (input[at]! > largest) {
                largest = input[at]!;
                position = at;
              }
            }
          }
          // −1 where all are NaN or −∞: then nobody gets the gradient, as on the cpu backend.
          if (position >= 0) dx[position]! += dy[out]!;
        }
      }
    }
  }
}

/** The part of one window that lies inside the input, as a half-open range. */
function windowOf(index: number, stride: number, pad: number, filter: number, size: number): [number, number] {
  const start = index * stride - pad;
  return [Math.max(0, start), Math.min(size, start + filter)];
}
