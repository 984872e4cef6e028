import * as tf from "@tensorflow/tfjs-core";
import type { ImageKernels, Windows } from "../wasm/image-kernels.ts";
import { assertWindowFits, explicitPadding } from "./explicit-padding.ts";

/** The geometry of a two-dimensional convolution, as `backend_util` computes it. */
export type Convolution = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

type Shape4D = [number, number, number, number];

/** The convolution that the attributes of a kernel describe; only images with their channels last are supported. */
export function convolutionOf(
  kernelName: string,
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: { readonly [name: string]: unknown },
  isDepthwise = false,
): Convolution {
  const { strides, dilations, dimRoundingMode, dataFormat } = attrs as {
    strides: [number, number];
    dilations?: [number, number];
    dimRoundingMode?: "floor" | "round" | "ceil";
    dataFormat?: "NHWC" | "NCHW";
  };
  if (dataFormat !== undefined && dataFormat !== "NHWC") {
    throw new Error(`wasm backend ${kernelName} does not support dataFormat:'${dataFormat}'. Please use 'NHWC'.`);
  }
  const conv = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    explicitPadding(attrs) as "same",
    dimRoundingMode,
    isDepthwise,
  );
  assertWindowFits(kernelName, conv);
  return conv;
}

/** An image with its margin, and where the windows of a filter lie in it. */
export interface PaddedImage {
  /** Rows and columns above and left of the image; negative where the image is cut off. */
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
  /** How many floats it holds. */
  readonly size: number;
  readonly windows: Windows;
  /** Floats in one window. */
  readonly taps: number;
}

/** The image that the filter moves over: as large as all windows together. */
export function paddedInput(conv: Convolution, channels: number = conv.inChannels): PaddedImage {
  const { top, left } = conv.padInfo;
  return paddedImage(conv, channels, top, left, [conv.outHeight, conv.outWidth], [conv.strideHeight, conv.strideWidth]);
}

/** The image of gradients that the turned filter moves over to get the gradient of the input; for strides of 1. */
export function paddedOutput(conv: Convolution): PaddedImage {
  const top = (conv.filterHeight - 1) * conv.dilationHeight - conv.padInfo.top;
  const left = (conv.filterWidth - 1) * conv.dilationWidth - conv.padInfo.left;
  return paddedImage(conv, conv.outChannels, top, left, [conv.inHeight, conv.inWidth], [1, 1]);
}

/** Copies one image of the batch into its margin; each channel as often side by side as `image` has room for. */
export function padInput(
  kernels: ImageKernels,
  { inHeight, inWidth, inChannels }: Convolution,
  { size, rows, columns, top, left }: PaddedImage,
  x: number,
  example: number,
  to: number,
): void {
  const from = x + 4 * example * inHeight * inWidth * inChannels;
  const repeats = size / (rows * columns * inChannels);
  kernels.padImage(from, inHeight, inWidth, inChannels, repeats, top, left, to, rows, columns);
}

/** Whether the convolution is a product of matrices as it is, pixels by channels. */
export function isPointwise({ filterHeight, filterWidth, strideHeight, strideWidth, padInfo }: Convolution): boolean {
  const { top, bottom, left, right } = padInfo;
  return (
    [filterHeight, filterWidth, strideHeight, strideWidth].every((size) => size === 1) &&
    ![top, bottom, left, right].some((size) => size !== 0)
  );
}

function paddedImage(
  conv: Convolution,
  channels: number,
  top: number,
  left: number,
  [height, width]: readonly [number, number],
  [down, across]: readonly [number, number],
): PaddedImage {
  const { filterHeight, filterWidth, dilationHeight, dilationWidth } = conv;
  const rows = (height - 1) * down + (filterHeight - 1) * dilationHeight + 1;
  const columns = (width - 1) * across + (filterWidth - 1) * dilationWidth + 1;
  const pixelBytes = 4 * channels;
  const rowBytes = columns * pixelBytes;
  const isOneRun = dilationWidth === 1;
  const windows: Windows = [
    filterHeight,
    dilationHeight * rowBytes,
    isOneRun ? 1 : filterWidth,
    dilationWidth * pixelBytes,
    isOneRun ? filterWidth * channels : channels,
    down * rowBytes,
    across * pixelBytes,
  ];
  return {
    ...{ top, left, rows, columns, windows },
    size: rows * columns * channels,
    taps: filterHeight * filterWidth * channels,
  };
}
