import * as tf from "@tensorflow/tfjs-core";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { floatsOf, type KernelArguments, offsetOf, sizeOf } from "../wasm/wasm-backend.ts";
import { explicitPadding } from "./explicit-padding.ts";

/** The attributes of a pooling kernel over `Size`. */
interface PoolAttributes<Size> {
  readonly filterSize: Size;
  readonly strides: Size;
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Calls `route` with where each image of the batch and its gradients begin; `dx` has been filled with zeros. */
function forEachImage(
  { inputs, backend }: KernelArguments,
  route: (x: number, dy: number, dx: number) => void,
): tf.TensorInfo {
  const { input, dy } = inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
  const output = backend.makeOutput(input.shape, "float32");
  floatsOf(backend, output).fill(0);
  const [x, from, to] = [input, dy, output].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
  const [size, outSize] = [input, dy].map(({ shape }) => 4 * sizeOf(shape.slice(1))) as [number, number];
  for (let index = 0; index < input.shape[0]!; index++) {
    route(x + index * size, from + index * outSize, to + index * size);
  }
  return output;
}

function pool2DInfo({ inputs, attrs }: KernelArguments): ReturnType<typeof tf.backend_util.computePool2DInfo> {
  const { filterSize, strides, dimRoundingMode } = attrs as unknown as PoolAttributes<[number, number]>;
  const shape = inputs.input!.shape as [number, number, number, number];
  const pad = explicitPadding(attrs) as "same";
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** The gradient of a two-dimensional maximum. */
export function maxPoolGradient(args: KernelArguments): tf.TensorInfo {
  const info = pool2DInfo(args);
  const kernels = simdKernels(args.backend);
  return forEachImage(args, (x, dy, dx) => {
    kernels.maxPoolGradient(
      ...[x, dy, dx, info.inChannels],
      ...([info.inHeight, info.inWidth, info.outHeight, info.outWidth] as const),
      ...([info.strideHeight, info.strideWidth, info.filterHeight, info.filterWidth] as const),
      ...([info.padInfo.top, info.padInfo.left] as const),
    );
  });
}

/** The gradient of a two-dimensional mean, which is taken of those inputs of a window that lie inside the image. */
export function averagePoolGradient(args: KernelArguments): tf.TensorInfo {
  const info = pool2DInfo(args);
  const kernels = simdKernels(args.backend);
  return forEachImage(args, (_, dy, dx) => {
    kernels.averagePoolGradient(
      ...[dy, dx, info.inChannels],
      ...([info.inHeight, info.inWidth, info.outHeight, info.outWidth] as const),
      ...([info.strideHeight, info.strideWidth, info.filterHeight, info.filterWidth] as const),
      ...([info.padInfo.top, info.padInfo.left] as const),
    );
  });
}
