import { build, type Dense, zeros } from "../dense.ts";

/** How a window moves over the rows and columns of an image. */
export interface Windows {
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  /** `same`, `valid`, or the numbers of rows and columns before and after. */
  readonly pad?: "same" | "valid" | readonly [readonly [number, number], readonly [number, number]];
}

/** One place of a window: where it stands in the output, in the window and in the image. */
interface Tap {
  readonly out: number;
  readonly inWindow: number;
  readonly inImage: number;
}

/** All pairs of a place in the window and a place in the image that meet, along one axis. */
function tapsOf(
  length: number,
  size: number,
  { stride, dilation, pad }: { stride: number; dilation: number; pad: "same" | "valid" | readonly [number, number] },
): { count: number; taps: Tap[] } {
  const extent = (size - 1) * dilation + 1;
  const [before, after] = pad === "valid" ? [0, 0] : pad === "same" ? samePadding(length, extent, stride) : pad;
  const count = Math.floor((length + before + after - extent) / stride) + 1;
  const taps: Tap[] = [];
  for (let out = 0; out < count; out++) {
    for (let inWindow = 0; inWindow < size; inWindow++) {
      const inImage = out * stride + inWindow * dilation - before;
      if (inImage >= 0 && inImage < length) taps.push({ out, inWindow, inImage });
    }
  }
  return { count, taps };
}

function samePadding(length: number, extent: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + extent - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function bothAxes(image: Dense, [height, width]: readonly number[], windows: Windows) {
  const { strides = [1, 1], dilations = [1, 1], pad = "valid" } = windows;
  const axis = (which: 0 | 1, size: number) =>
    tapsOf(image.shape[which + 1]!, size, {
      stride: strides[which],
      dilation: dilations[which],
      pad: typeof pad === "string" ? pad : pad[which],
    });
  return { rows: axis(0, height!), columns: axis(1, width!) };
}

/** `conv2d` of `[batch, rows, columns, channels]` by a filter `[rows, columns, channels, outChannels]`. */
export function conv2dOracle(image: Dense, filter: Dense, windows: Windows = {}): Dense {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [, filterColumns, , outChannels] = filter.shape as [number, number, number, number];
  const { rows, columns } = bothAxes(image, filter.shape, windows);
  const result = zeros([batch, rows.count, columns.count, outChannels]);
  for (let n = 0; n < batch; n++) {
    for (const row of rows.taps) {
      for (const column of columns.taps) {
        const from = ((n * height + row.inImage) * width + column.inImage) * channels;
        const by = (row.inWindow * filterColumns + column.inWindow) * channels * outChannels;
        const to = ((n * rows.count + row.out) * columns.count + column.out) * outChannels;
        for (let c = 0; c < channels; c++) {
          for (let o = 0; o < outChannels; o++) {
            result.values[to + o]! += image.values[from + c]! * filter.values[by + c * outChannels + o]!;
          }
        }
      }
    }
  }
  return result;
}

/** `depthwiseConv2d`: each channel by filters of its own, `[rows, columns, channels, multiplier]`. */
export function depthwiseConv2dOracle(image: Dense, filter: Dense, windows: Windows = {}): Dense {
  const [rows, columns, channels, multiplier] = filter.shape as [number, number, number, number];
  // The same as a full convolution whose filter is zero between different channels.
  const full = build([rows, columns, channels, channels * multiplier], ([row, column, c, out]) =>
    Math.floor(out! / multiplier) === c
      ? filter.values[((row! * columns + column!) * channels + c!) * multiplier + (out! % multiplier)]!
      : 0,
  );
  return conv2dOracle(image, full, windows);
}

/** `conv2dTranspose`: each element of the image spreads a filter `[rows, columns, outChannels, channels]`. */
export function conv2dTransposeOracle(
  image: Dense,
  filter: Dense,
  outputShape: readonly number[],
  windows: Windows,
): Dense {
  const result = zeros(outputShape);
  const [batch, height, width, outChannels] = outputShape as [number, number, number, number];
  const [, filterColumns, , channels] = filter.shape as [number, number, number, number];
  const { rows, columns } = bothAxes(result, filter.shape, windows);
  for (let n = 0; n < batch; n++) {
    for (const row of rows.taps) {
      for (const column of columns.taps) {
        const from = ((n * rows.count + row.out) * columns.count + column.out) * channels;
        const by = (row.inWindow * filterColumns + column.inWindow) * outChannels * channels;
        const to = ((n * height + row.inImage) * width + column.inImage) * outChannels;
        for (let o = 0; o < outChannels; o++) {
          for (let c = 0; c < channels; c++) {
            result.values[to + o]! += image.values[from + c]! * filter.values[by + o * channels + c]!;
          }
        }
      }
    }
  }
  return result;
}

/** The elements under each window, row by row, as indices into the image; what is outside is left out. */
export function windowsOracle(image: Dense, size: readonly [number, number], windows: Windows): WindowsOfImage {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const { rows, columns } = bothAxes(image, size, windows);
  const shape = [batch, rows.count, columns.count, channels];
  const members = Array.from({ length: batch * rows.count * columns.count * channels }, (): number[] => []);
  for (let n = 0; n < batch; n++) {
    for (const row of rows.taps) {
      for (const column of columns.taps) {
        for (let c = 0; c < channels; c++) {
          const to = ((n * rows.count + row.out) * columns.count + column.out) * channels + c;
          members[to]!.push(((n * height + row.inImage) * width + column.inImage) * channels + c);
        }
      }
    }
  }
  return { shape, members };
}

/** For each element of an output, which elements of the input it is made from. */
export interface WindowsOfImage {
  readonly shape: readonly number[];
  readonly members: readonly (readonly number[])[];
}
