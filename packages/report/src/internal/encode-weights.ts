import type { FilterPicture } from "../page/filter-picture.ts";
import { dataUri } from "./data-uri.ts";

/** The page's colours of students and baselines, in its light scheme, and a faint grey for the lines between pictures. */
const [ABOVE, BELOW, LINE] = [
  [0x17, 0x66, 0xb5],
  [0xb4, 0x4f, 0x09],
  [0x80, 0x80, 0x80, 0x50],
] as const;

/**
 * Encodes the weights of filters of one size as a PNG data URI, side by side: blue above 0, orange below, the more opaque the larger; `largest` is opaque.
 */
export function encodeWeights(filters: readonly FilterPicture[], largest: number): string {
  const { height, width: own } = filters[0]!;
  const width = filters.length * (own + 1) - 1;
  const data = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [filter, place] = [Math.floor(column / (own + 1)), column % (own + 1)];
      const at = 4 * (row * width + column);
      if (place === own) {
        data.set(LINE, at);
        continue;
      }
      const weight = filters[filter]!.weights[row * own + place]!;
      data.set(weight > 0 ? ABOVE : BELOW, at);
      data[at + 3] = Math.round((255 * Math.abs(weight)) / (largest || 1));
    }
  }
  return dataUri({ width, height, data, depth: 8, channels: 4 });
}
