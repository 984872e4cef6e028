import type { WindowSizes } from "@dark-knowledge/core";
import type { LayerContext } from "./layer-context.ts";

/** Windows along one axis. */
interface Windows1d {
  /** The size of the axis, before and after. */
  readonly size: number;
  readonly outSize: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first element, and in all. */
  readonly before: number;
  readonly margin: number;
}

/** Windows over rows and columns of an image; a sequence is an image of one row. */
export interface Windows2d {
  readonly rows: Windows1d;
  readonly columns: Windows1d;
}

/** The windows that a layer's settings describe, over a sequence [length, channels] or an image [rows, columns, channels]. */
export function windowsOf({ layer: { config }, inputs, refuse }: LayerContext, filterName: string): Windows2d {
  const shape = inputs[0]!.shape;
  const isSequence = shape.length === 2;
  const sizesOf = (value: unknown, missing: readonly number[]): readonly number[] => {
    const list = value === undefined || value === null ? missing : [value].flat();
    return list.length === 1 ? [list[0] as number, list[0] as number] : (list as number[]);
  };
  const filter = sizesOf(config[filterName], [1]);
  const strides = sizesOf(config.strides, filterName === "pool_size" ? filter : [1]);
  const dilations = sizesOf(config.dilation_rate, [1]);
  const padding = config.padding ?? "valid";
  if (padding !== "same" && padding !== "valid") refuse(`has the padding ${padding}`);
  const along = (size: number, axis: number): Windows1d => {
    const options = {
      filter: filter[axis]!,
      stride: strides[axis]!,
      dilation: dilations[axis]!,
      isSame: padding === "same",
    };
    const windows = windowsAlong(size, options);
    return windows.outSize >= 1 ? windows : refuse(`has a filter of ${filter[axis]} over ${size}`);
  };
  const one = { size: 1, outSize: 1, filter: 1, stride: 1, dilation: 1, before: 0, margin: 0 };
  if (isSequence) return { rows: one, columns: along(shape[0]!, 0) };
  return { rows: along(shape[0]!, 0), columns: along(shape[1]!, 1) };
}

function windowsAlong(
  size: number,
  { filter, stride, dilation, isSame }: { filter: number; stride: number; dilation: number; isSame: boolean },
): Windows1d {
  const reach = (filter - 1) * dilation + 1;
  const outSize = isSame ? Math.ceil(size / stride) : Math.floor((size - reach) / stride) + 1;
  const margin = isSame ? Math.max(0, (outSize - 1) * stride + reach - size) : 0;
  return { size, outSize, filter, stride, dilation, margin, before: Math.floor(margin / 2) };
}

/** The shape of what such windows give, of the same rank as the input. */
export function shapeOver({ rows, columns }: Windows2d, rank: number, channels: number): readonly number[] {
  return rank === 2 ? [columns.outSize, channels] : [rows.outSize, columns.outSize, channels];
}

/** The same windows with the names of TensorFlow.js. */
export function windowSizes({ rows, columns }: Windows2d, inChannels: number, outChannels: number): WindowSizes {
  return {
    ...{ inHeight: rows.size, inWidth: columns.size, inChannels },
    ...{ outHeight: rows.outSize, outWidth: columns.outSize, outChannels },
    ...{ filterHeight: rows.filter, filterWidth: columns.filter },
    ...{ strideHeight: rows.stride, strideWidth: columns.stride },
    ...{ dilationHeight: rows.dilation, dilationWidth: columns.dilation },
    padInfo: { top: rows.before, left: columns.before },
  };
}
