import { build, type Dense, sizeOf, zeros } from "../dense.ts";
import { meetingsOf, type Windows } from "./windows.ts";

/**
 * The convolution of `[batch, ...space, channels]` by a filter `[...space, channels, outChannels]`, for any number of
 * spatial axes.
 */
export function convolutionOracle(image: Dense, filter: Dense, windows: Windows = {}): Dense {
  const space = image.shape.slice(1, -1);
  const [batch, outChannels] = [image.shape[0]!, filter.shape.at(-1)!];
  const { shape, all } = meetingsOf(space, filter.shape.slice(0, -2), windows);
  const result = zeros([batch, ...shape, outChannels]);
  forEachTerm(batch, image.shape.at(-1)!, outChannels, [sizeOf(space), sizeOf(shape)], all, (from, by, to) => {
    result.values[to]! += image.values[from]! * filter.values[by]!;
  });
  return result;
}

/** Each channel convolved by filters of its own, `[rows, columns, channels, multiplier]`. */
export function depthwiseConv2dOracle(image: Dense, filter: Dense, windows: Windows = {}): Dense {
  const [rows, columns, channels, multiplier] = filter.shape as [number, number, number, number];
  // The same as a full convolution whose filter is zero between different channels.
  const full = build([rows, columns, channels, channels * multiplier], ([row, column, c, out]) =>
    Math.floor(out! / multiplier) === c
      ? filter.values[((row! * columns + column!) * channels + c!) * multiplier + (out! % multiplier)]!
      : 0,
  );
  return convolutionOracle(image, full, windows);
}

/** The transposed convolution: each element of the image spreads a filter `[...space, outChannels, channels]`. */
export function transposedConvolutionOracle(
  image: Dense,
  filter: Dense,
  outputShape: readonly number[],
  windows: Windows,
): Dense {
  const space = outputShape.slice(1, -1);
  const { shape, all } = meetingsOf(space, filter.shape.slice(0, -2), windows);
  const result = zeros(outputShape);
  const [outChannels, channels] = [outputShape.at(-1)!, image.shape.at(-1)!];
  forEachTerm(outputShape[0]!, outChannels, channels, [sizeOf(space), sizeOf(shape)], all, (to, by, from) => {
    result.values[to]! += image.values[from]! * filter.values[by]!;
  });
  return result;
}

/** Calls `term` with the places in image, filter and output of every product that a convolution sums. */
function forEachTerm(
  batch: number,
  channels: number,
  outChannels: number,
  [imageSize, outSize]: readonly [number, number],
  meetings: ReturnType<typeof meetingsOf>["all"],
  term: (inImage: number, inFilter: number, out: number) => void,
): void {
  for (let n = 0; n < batch; n++) {
    for (const { inImage, inWindow, out } of meetings) {
      for (let c = 0; c < channels; c++) {
        const from = (n * imageSize + inImage) * channels + c;
        const by = (inWindow * channels + c) * outChannels;
        const to = (n * outSize + out) * outChannels;
        for (let o = 0; o < outChannels; o++) term(from, by + o, to + o);
      }
    }
  }
}
