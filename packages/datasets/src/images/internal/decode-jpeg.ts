import type { RawImage } from "../../image.ts";

/** Decodes a JPEG to red, green and blue, or grey where it is that. */
export function decodeJpeg(library: typeof import("jpeg-js"), bytes: Uint8Array): RawImage {
  const { data, width, height } = library.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    // In megapixels and megabytes: of what a data set can hold, but not of what fills the memory of a machine.
    maxResolutionInMP: 200,
    maxMemoryUsageInMB: 2048,
  });
  return { data, width, height };
}
