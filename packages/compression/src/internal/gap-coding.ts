import { packBits, readBits } from "./bit-stream.ts";

/** Places of weights, as the number of zeros before each. */
export interface Gaps {
  readonly width: number;
  readonly bytes: Uint8Array;
}

/**
 * Codes ascending places by the gaps between them in numbers of a width; the largest number stands for as many zeros without a
 * weight behind them. Takes the width with the fewest bytes.
 */
export function packGaps(places: Int32Array, widths: readonly number[]): Gaps {
  const gaps = places.map((place, index) => place - (index === 0 ? 0 : places[index - 1]! + 1));
  const countOf = (width: number) => gaps.reduce((sum, gap) => sum + 1 + Math.floor(gap / (2 ** width - 1)), 0);
  const width = widths.reduce((best, one) => (countOf(one) * one < countOf(best) * best ? one : best));
  const most = 2 ** width - 1;
  const symbols: number[] = [];
  for (let gap of gaps) {
    for (; gap >= most; gap -= most) symbols.push(most);
    symbols.push(gap);
  }
  return { width, bytes: packBits(symbols, width) };
}

/** The places of so many weights among others, from the first byte on, and how many bytes they took; nothing if they are not all there. */
export function readGaps(
  bytes: Uint8Array,
  { width, count, size }: { readonly width: number; readonly count: number; readonly size: number },
): { readonly places: Int32Array; readonly length: number } | undefined {
  if (count * width > bytes.length * 8) return undefined;
  const places = new Int32Array(count);
  const most = 2 ** width - 1;
  let [bit, place] = [0, 0];
  for (let index = 0; index < count; ) {
    if (bit + width > bytes.length * 8 || place >= size) return undefined;
    const gap = readBits(bytes, bit, width);
    bit += width;
    place += gap;
    if (gap === most) continue;
    if (place >= size) return undefined;
    places[index++] = place++;
  }
  return { places, length: Math.ceil(bit / 8) };
}
