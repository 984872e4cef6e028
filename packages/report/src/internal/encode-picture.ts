import type { PictureRecord } from "../run-record.ts";
import { dataUri } from "./data-uri.ts";

/**
 * Encodes a picture as a PNG data URI: black ink on a transparent ground, so that the page's background shows through.
 */
export function encodePicture({ pixels, width, height }: PictureRecord): string {
  const largest = pixels.reduce((most, pixel) => Math.max(most, pixel), 0) || 1;
  const data = new Uint8Array(2 * pixels.length);
  pixels.forEach((pixel, index) => {
    data[2 * index + 1] = Math.round((255 * Math.max(0, pixel)) / largest);
  });
  return dataUri({ width, height, data, depth: 8, channels: 2 });
}
