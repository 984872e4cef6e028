import * as tf from "@tensorflow/tfjs-core";
import { computeInParts, type Range } from "../threads/compute-in-parts.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { floatsOf, type KernelArguments, offsetOf, sizeOf } from "../wasm/wasm-backend.ts";
import { assertWindowFits, explicitPadding } from "./explicit-padding.ts";

/** The attributes of a pooling kernel over `Size`. */
interface PoolAttributes<Size> {
  readonly filterSize: Size;
  readonly strides: Size;
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

function pool2DInfo({ attrs }: KernelArguments, input: tf.TensorInfo): PoolInfo {
  const { filterSize, strides, dimRoundingMode } = attrs as unknown as PoolAttributes<[number, number]>;
  const shape = input.shape as [number, number, number, number];
  const pad = explicitPadding(attrs) as "same";
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** The gradient of a two-dimensional maximum. */
export function maxPoolGradient(args: KernelArguments): tf.TensorInfo {
  const { input, dy } = args.inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
  const { backend } = args;
  const info = pool2DInfo(args, input);
  const output = backend.makeOutput(input.shape, "float32");
  const isTiled = coversOnce(info);
  if (!isTiled) floatsOf(backend, output).fill(0);
  const [x, from, to] = [input, dy, output].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
  const [size, outSize] = bytesOf(info);
  computeInParts(backend, "maxPoolGradient", imagesOf(info), (first, images) => [
    ...[x + first * size, from + first * outSize, to + first * size, images, info.inChannels],
    ...[...windowsOf(info), isTiled],
  ]);
  return output;
}

/** A two-dimensional maximum. */
export function maxPool(args: KernelArguments): tf.TensorInfo {
  const x = args.inputs.x!;
  const { backend } = args;
  const info = pool2DInfo(args, x);
  assertWindowFits("MaxPool", info);
  const output = backend.makeOutput(info.outShape, "float32");
  const [from, to] = [x, output].map((tensor) => offsetOf(backend, tensor)) as [number, number];
  const [size, outSize] = bytesOf(info);
  computeInParts(backend, "maxPool", imagesOf(info), (first, images) => [
    ...[from + first * size, images, info.inChannels, ...windowsOf(info), to + first * outSize],
  ]);
  return output;
}

/** From so many numbers on, threads save more than they are told for. */
const LARGE_BATCH = 131_072;

function imagesOf({ inShape }: PoolInfo): Range {
  return { count: inShape[0], grain: 1, isLarge: sizeOf(inShape) >= LARGE_BATCH };
}

/** The bytes of an image, and of what pooling makes of it. */
function bytesOf({ inShape, outShape }: PoolInfo): [number, number] {
  return [inShape, outShape].map((shape) => 4 * sizeOf(shape.slice(1))) as [number, number];
}

function windowsOf(info: PoolInfo) {
  return [
    ...([info.inHeight, info.inWidth, info.outHeight, info.outWidth] as const),
    ...([info.strideHeight, info.strideWidth, info.filterHeight, info.filterWidth] as const),
    ...([info.padInfo.top, info.padInfo.left] as const),
  ] as const;
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
  const { input, dy } = args.inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
  const { backend } = args;
  const info = pool2DInfo(args, input);
  const output = backend.makeOutput(input.shape, "float32");
  floatsOf(backend, output).fill(0);
  const [from, to] = [dy, output].map((tensor) => offsetOf(backend, tensor)) as [number, number];
  const [size, outSize] = bytesOf(info);
  for (let image = 0; image < info.batchSize; image++) {
    const [source, target] = [from + image * outSize, to + image * size];
    simdKernels(backend).averagePoolGradient(source, target, info.inChannels, ...windowsOf(info));
  }
  return output;
}
