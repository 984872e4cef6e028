import { readRunHead } from "./check-runs.ts";

/** The widest values that {@link readRuns} reads, in bits. */
export const WIDEST_RUNS = 24;

/**
 * Reads values from Parquet's hybrid of run lengths and packed bits, of which `checkRuns` has checked the runs.
 *
 * @param width how many bits a value has, from 1 to {@link WIDEST_RUNS}
 * @param count how many values are wanted
 * @throws RangeError when the bytes end before the values do
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function readRuns(view: DataView, start: number, width: number, count: number): Uint32Array {
  const values = new Uint32Array(count);
  let at = start;
  for (let seen = 0; seen < count; ) {
    const { value, end } = readRunHead(view, at);
    const isPacked = (value & 1) === 1;
    const length = isPacked ? (value >>> 1) * 8 : value >>> 1;
    const wanted = Math.min(length, count - seen);
    if (isPacked) unpack(view, end, width, values.subarray(seen, seen + wanted));
    else values.fill(readNumber(view, end, (width + 7) >> 3), seen, seen + wanted);
    at = end + (isPacked ? (length * width) / 8 : (width + 7) >> 3);
    seen += wanted;
  }
  return values;
}

/** The lowest bits first. No more than 31 bits wait at a time. */
function unpack(view: DataView, start: number, width: number, values: Uint32Array): void {
  const mask = 2 ** width - 1;
  let [at, bits, waiting] = [start, 0, 0];
  for (let index = 0; index < values.length; index++) {
    for (; waiting < width; waiting += 8) bits |= view.getUint8(at++) << waiting;
    values[index] = bits & mask;
    bits >>>= width;
    waiting -= width;
  }
}

function readNumber(view: DataView, start: number, bytes: number): number {
  let value = 0;
  for (let index = 0; index < bytes; index++) value |= view.getUint8(start + index) << (8 * index);
  return value;
}
