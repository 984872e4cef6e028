/** Bytes of a picture, row by row, the channels of a pixel together. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * A picture in another size: each new pixel is the mean of the old ones under a triangle as wide as two pixels of the coarser grid, first
 * along rows, then along columns, rounded to bytes at the end.
 */
export function resizePixels(
  { data, width, height, channels }: Pixels,
  size: { readonly width: number; readonly height: number },
): Uint8Array {
  if (size.width === width && size.height === height) return Uint8Array.from(data);
  const along = weightsAlong(width, size.width);
  const rows = new Float64Array(height * size.width * channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < size.width; column++) {
      const { first, weights } = along[column]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) {
          sum += weights[tap]! * data[(row * width + first + tap) * channels + channel]!;
        }
        rows[(row * size.width + column) * channels + channel] = sum;
      }
    }
  }
  const down = weightsAlong(height, size.height);
  const line = size.width * channels;
  const resized = new Uint8Array(size.height * line);
  for (let row = 0; row < size.height; row++) {
    const { first, weights } = down[row]!;
    for (let at = 0; at < line; at++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) sum += weights[tap]! * rows[(first + tap) * line + at]!;
      resized[row * line + at] = Math.min(255, Math.floor(sum + 0.5));
    }
  }
  return resized;
}

interface Taps {
  readonly first: number;
  /** They sum to 1. */
  readonly weights: Float64Array;
}

/** Which old pixels make up each new one, and with which weights. */
function weightsAlong(from: number, to: number): readonly Taps[] {
  const ratio = from / to;
  const reach = Math.max(1, ratio);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * ratio;
    const first = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(from, Math.ceil(centre + reach));
    const weights = Float64Array.from({ length: end - first }, (_, tap) =>
      Math.max(0, 1 - Math.abs(first + tap + 0.5 - centre) / reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
