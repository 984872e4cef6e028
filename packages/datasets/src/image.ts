import { assertInteger, assertOneOf, assertOptions, formatValue } from "@dark-knowledge/core";
import { convertChannels } from "./internal/convert-channels.ts";
import { fail } from "./internal/fail.ts";
import { type Pixels, resizePixels } from "./internal/resize-pixels.ts";
import { scale } from "./scale.ts";
import type { Source, SourceKind } from "./source.ts";

/** A decoded picture, such as a browser's `ImageData`. */
export interface RawImage {
  /** Bytes, row by row, the channels of a pixel together. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** See {@link image}. */
export interface ImageSource extends Source {
  readonly kind: "image";
  readonly version: 1;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly fit: ImageFit;
}

/**
 * The treatment of a picture of other proportions: stretched, shown completely with black margins, or cropped to its
 * middle.
 */
export type ImageFit = "stretch" | "contain" | "cover";

/** Options of {@link image}. */
export interface ImageOptions {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** Default: `"stretch"`. */
  readonly fit?: ImageFit;
}

/**
 * A source of pictures of any size as bytes of one size, with the transform that divides by 255.
 *
 * Transparent pictures are placed on black. Grey is `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601). A picture is resized
 * by a triangle filter as wide as a pixel of the smaller of the two pictures: bilinear where it grows, a weighted mean
 * of all pixels where it shrinks. Only arithmetic that IEEE 754 defines to the last bit is used, so the result is the
 * same everywhere.
 *
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { columnOf, image } from "@dark-knowledge/datasets";
 *
 * const picture = { width: 2, height: 2, data: Uint8Array.of(0, 255, 255, 0) };
 * const { values, shape } = columnOf([picture], image({ height: 1, width: 1, channels: 1 }));
 * shape; // => [1, 1, 1]
 * Array.from(values); // => [128]
 * ```
 */
export function image(options: ImageOptions): ImageSource {
  assertOptions<ImageOptions>("image", options, { height: true, width: true, channels: true, fit: true });
  const { height, width, channels, fit = "stretch" } = options;
  assertInteger("image", "height", height, { min: 1 });
  assertInteger("image", "width", width, { min: 1 });
  if (channels !== 1 && channels !== 3) fail("image", "range", "channels", "must be 1 or 3", formatValue(channels));
  assertOneOf("image", "fit", fit, ["stretch", "contain", "cover"]);
  return { kind: "image", version: 1, height, width, channels, fit };
}

/** The {@link SourceKind} of {@link image}. */
export const IMAGE: SourceKind<ImageSource, RawImage> = {
  kind: "image",
  version: 1,
  type: "uint8",
  isSequence: false,
  shape: ({ height, width, channels }) => [height, width, channels],
  transforms: () => [scale({ divide: 255 })],
  encode(raw, { height, width, channels, fit }) {
    const pixels = convertChannels(checked(raw), channels);
    if (fit === "stretch") return resizePixels(pixels, { height, width });
    const [byHeight, byWidth] = [height / pixels.height, width / pixels.width];
    const factor = fit === "contain" ? Math.min(byHeight, byWidth) : Math.max(byHeight, byWidth);
    const size = {
      height: Math.max(1, Math.round(pixels.height * factor)),
      width: Math.max(1, Math.round(pixels.width * factor)),
    };
    return placeInMiddle({ ...size, channels, data: resizePixels(pixels, size) }, { height, width });
  },
};

function checked(raw: RawImage): Pixels {
  const { data, width, height } = (raw ?? {}) as Partial<RawImage>;
  const isCount = (size: unknown) => Number.isSafeInteger(size) && (size as number) > 0;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray) || !isCount(width) || !isCount(height)) {
    throw new Error("must be a picture: { data, width, height }");
  }
  const channels = data.length / (width! * height!);
  if (![1, 2, 3, 4].includes(channels)) {
    throw new Error(`must have 1 to 4 bytes for each of its ${width} × ${height} pixels, not ${data.length} bytes`);
  }
  return { data, width: width!, height: height!, channels };
}

/** The middle of a picture, with black around it where it is smaller. */
function placeInMiddle(
  pixels: Pixels,
  { height, width }: { readonly height: number; readonly width: number },
): Uint8Array {
  const { channels } = pixels;
  const placed = new Uint8Array(height * width * channels);
  const top = Math.floor((height - pixels.height) / 2);
  const left = Math.floor((width - pixels.width) / 2);
  const from = Math.max(0, -left) * channels;
  const length = Math.min(width, pixels.width) * channels;
  for (let row = Math.max(0, top); row < Math.min(height, top + pixels.height); row++) {
    const start = (row - top) * pixels.width * channels + from;
    placed.set(pixels.data.subarray(start, start + length), (row * width + Math.max(0, left)) * channels);
  }
  return placed;
}
