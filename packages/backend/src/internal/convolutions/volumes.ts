import * as tf from "@tensorflow/tfjs-core";
import type { Convolution } from "./convolution.ts";
import { type Meetings, meetingsOf, sameMargin } from "./meetings.ts";

type Info = ReturnType<typeof tf.backend_util.computeConv3DInfo>;
type Triple = [number, number, number];
type Shape5D = [number, number, number, number, number];

/** A convolution or pooling in three dimensions: its shapes, and where windows and image meet. */
export interface Volume {
  readonly batchSize: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inShape: readonly number[];
  readonly outShape: readonly number[];
  readonly meetings: Meetings;
}

/** The convolution that the attributes of a kernel describe. */
export function convolvedVolume(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: { readonly [name: string]: unknown },
): Volume {
  const { strides, dilations, pad } = attrs as { strides: Triple; dilations?: Triple; pad: "same" | "valid" | number };
  const [input, filter] = [inputShape as Shape5D, filterShape as Shape5D];
  return volumeOf(tf.backend_util.computeConv3DInfo(input, filter, strides, dilations ?? 1, pad), pad);
}

/** The pooling that the attributes of a kernel describe. */
export function pooledVolume(inputShape: readonly number[], attrs: { readonly [name: string]: unknown }): Volume {
  const { filterSize, strides, pad, dimRoundingMode, dataFormat } = attrs as {
    filterSize: Triple;
    strides: Triple;
    pad: "same" | "valid" | number;
    dimRoundingMode?: "floor" | "round" | "ceil";
    dataFormat?: "NDHWC" | "NCDHW";
  };
  const info = tf.backend_util.computePool3DInfo(
    inputShape as Shape5D,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
    dataFormat,
  );
  return volumeOf(info, pad);
}

/** The windows of a two-dimensional operation as those of a volume one element deep. */
export function planeOf(info: Convolution): Volume {
  const { batchSize, inChannels, outChannels, inShape, outShape, padInfo } = info;
  const meetings = meetingsOf([
    { length: 1, windows: 1, taps: 1, stride: 1, dilation: 1, before: 0 },
    {
      ...{ length: info.inHeight, windows: info.outHeight, taps: info.filterHeight },
      ...{ stride: info.strideHeight, dilation: info.dilationHeight, before: padInfo.top },
    },
    {
      ...{ length: info.inWidth, windows: info.outWidth, taps: info.filterWidth },
      ...{ stride: info.strideWidth, dilation: info.dilationWidth, before: padInfo.left },
    },
  ]);
  return { batchSize, inChannels, outChannels, inShape, outShape, meetings };
}

/**
 * tfjs-core's margins for "same" become negative where a stride leaves elements out, so that the windows are shifted; in two
 * dimensions it takes 0 for them, and so do we.
 */
function volumeOf(info: Info, pad: "same" | "valid" | number): Volume {
  const { batchSize, inChannels, outChannels, inShape, outShape, padInfo } = info;
  const axes = [
    [info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.dilationDepth, padInfo.front],
    [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.dilationHeight, padInfo.top],
    [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.dilationWidth, padInfo.left],
  ].map(([length = 0, windows = 0, taps = 0, stride = 1, dilation = 1, before = 0]) => {
    const margin = pad === "same" ? sameMargin(length, windows, taps, stride, dilation) : before;
    return { length, windows, taps, stride, dilation, before: margin };
  });
  return { batchSize, inChannels, outChannels, inShape, outShape, meetings: meetingsOf(axes) };
}
