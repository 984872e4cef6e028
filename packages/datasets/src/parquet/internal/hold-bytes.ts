import type { AsyncBuffer } from "hyparquet";

/** Bytes from `start` up to `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file of which some parts are in memory. */
export interface HeldBytes extends AsyncBuffer {
  /** The bytes of one of these parts, not copied. */
  view(range: ByteRange): Uint8Array;
}

/** Bytes between two parts that are read with them: another read would take longer. */
const LARGEST_GAP = 2 ** 16;
/** The longest piece that is put together of several parts. */
const LONGEST_PIECE = 2 ** 28;

/** Reads parts of a file, those that lie side by side together. */
export async function holdBytes(file: AsyncBuffer, ranges: readonly ByteRange[]): Promise<HeldBytes> {
  const pieces: (ByteRange & { readonly bytes: Uint8Array })[] = [];
  for (const { start, end } of joinRanges(ranges)) {
    pieces.push({ start, end, bytes: new Uint8Array(await file.slice(start, end)) });
  }
  const find = ({ start, end }: ByteRange) => {
    const piece = pieces.find((one) => one.start <= start && end <= one.end);
    return piece?.bytes.subarray(start - piece.start, end - piece.start);
  };
  return {
    byteLength: file.byteLength,
    view: (range) => find(range)!,
    slice: (start, end = file.byteLength) => find({ start, end })?.slice().buffer ?? file.slice(start, end),
  };
}

function joinRanges(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const joined: ByteRange[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    const isNear = last !== undefined && start - last.end <= LARGEST_GAP && end - last.start <= LONGEST_PIECE;
    if (isNear) joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else joined.push({ start, end });
  }
  return joined;
}
