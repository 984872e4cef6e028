import type { RawImage } from "../../image.ts";

/** Decodes a JPEG to red, green and blue, or grey where it is that. */
export function decodeJpeg(library: typeof import("jpeg-js"), bytes: Uint8Array): RawImage {
  const { data, width, height } = library.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    // In megapixels and megabytes: large enough for datasets, but not enough to fill a machine's memory.
    maxResolutionInMP: 200,
    maxMemoryUsageInMB: 2048,
  });
  return { data, width, height };
}
