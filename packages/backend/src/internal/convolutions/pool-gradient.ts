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

/** Calls `route` with where each image of the batch and its gradients begin; `dx` has been filled with zeros if it `isFilled`. */
function forEachImage(
  { inputs, backend }: KernelArguments,
  isFilled: boolean,
  route: (x: number, dy: number, dx: number) => void,
): tf.TensorInfo {
  const { input, dy } = inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
  const output = backend.makeOutput(input.shape, "float32");
  if (isFilled) floatsOf(backend, output).fill(0);
  const [x, from, to] = [input, dy, output].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
  const [size, outSize] = [input, dy].map(({ shape }) => 4 * sizeOf(shape.slice(1))) as [number, number];
  for (let index = 0; index < input.shape[0]!; index++) {
    route(x + index * size, from + index * outSize, to + index * size);
  }
  return output;
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

function pool2DInfo({ inputs, attrs }: KernelArguments): PoolInfo {
  const { filterSize, strides, dimRoundingMode } = attrs as unknown as PoolAttributes<[number, number]>;
  const shape = inputs.input!.shape as [number, number, number, number];
  const pad = explicitPadding(attrs) as "same";
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** The gradient of a two-dimensional maximum. */
export function maxPoolGradient(args: KernelArguments): tf.TensorInfo {
  const info = pool2DInfo(args);
  const kernels = simdKernels(args.backend);
  const isTiled = coversOnce(info);
  return forEachImage(args, !isTiled, (x, dy, dx) => {
    kernels.maxPoolGradient(
      ...[x, dy, dx, info.inChannels],
      ...([info.inHeight, info.inWidth, info.outHeight, info.outWidth] as const),
      ...([info.strideHeight, info.strideWidth, info.filterHeight, info.filterWidth] as const),
      ...([info.padInfo.top, info.padInfo.left] as const),
      isTiled,
    );
  });
}

/** Whether windows of two by two pixels cover each image once, and its channels are vectors of four: by far the most frequent case. */
function coversOnce(info: PoolInfo): boolean {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const sizes = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth];
  const isSquare = sizes.every((size) => size === 2) && padInfo.top === 0 && padInfo.left === 0;
  return isSquare && inHeight === 2 * outHeight && inWidth === 2 * outWidth && inChannels % 4 === 0;
}

/** The gradient of a two-dimensional mean, which is taken of those inputs of a window that lie inside the image. */
export function averagePoolGradient(args: KernelArguments): tf.TensorInfo {
  const info = pool2DInfo(args);
  const kernels = simdKernels(args.backend);
  return forEachImage(args, true, (_, dy, dx) => {
    kernels.averagePoolGradient(
      ...[dy, dx, info.inChannels],
      ...([info.inHeight, info.inWidth, info.outHeight, info.outWidth] as const),
      ...([info.strideHeight, info.strideWidth, info.filterHeight, info.filterWidth] as const),
      ...([info.padInfo.top, info.padInfo.left] as const),
    );
  });
}
