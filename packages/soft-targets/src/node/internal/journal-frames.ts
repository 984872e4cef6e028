import { crc32 } from "node:zlib";

/**
 * A journal is a sequence of frames, each of which was flushed to disk at once:
 *
 * | bytes | |
 * |---|---|
 * | 4 | `DKJ1` |
 * | 4 | the length of the contents, a multiple of 4 |
 * | 4 | the CRC-32 of the contents |
 * | 4 | the CRC-32 of the twelve bytes before |
 * | … | the contents |
 */
const HEADER_BYTES = 16;
const MAGIC = 0x314a4b44;

/** The header of a frame with these contents, one part after another. */
export function frameHeader(parts: readonly Uint8Array[]): Uint8Array {
  const header = new Uint32Array(HEADER_BYTES / 4);
  header[0] = MAGIC;
  header[1] = parts.reduce((length, part) => length + part.length, 0);
  header[2] = parts.reduce((sum, part) => crc32(part, sum), 0);
  const bytes = new Uint8Array(header.buffer);
  header[3] = crc32(bytes.subarray(0, 12));
  return bytes;
}

/** The content of a journal. */
export interface Frames {
  /** The contents of each frame, not copied. */
  readonly contents: readonly Uint8Array[];
  /** Where the last whole frame ends. */
  readonly end: number;
  /** Whether another frame begins behind that which is not whole: then it was whole once. */
  readonly isDamaged: boolean;
}

/**
 * Reads the frames of a journal up to the first incomplete one. At the end of the file that is one truncated by a
 * crash; it was never acknowledged, because each frame is flushed to disk before the next is started.
 */
export function readFrames(bytes: Uint8Array): Frames {
  const contents: Uint8Array[] = [];
  let end = 0;
  for (let found = frameAt(bytes, 0); found !== undefined; found = frameAt(bytes, end)) {
    contents.push(found);
    end += HEADER_BYTES + found.length;
  }
  let next = end + 4;
  while (next < bytes.length && lengthAt(bytes, next) === undefined) next += 4;
  return { contents, end, isDamaged: next < bytes.length };
}

/** The contents of the frame that begins at a place; undefined where none does, or one that is not whole. */
function frameAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const length = lengthAt(bytes, at);
  if (length === undefined) return undefined;
  const start = at + HEADER_BYTES;
  const contents = bytes.subarray(start, start + length);
  const isWhole = contents.length === length && crc32(contents) === uint32At(bytes, at + 8);
  return isWhole ? contents : undefined;
}

/** The length of the contents of the frame that begins at a place; undefined where none does. */
function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  if (bytes.length - at < HEADER_BYTES || uint32At(bytes, at) !== MAGIC) return undefined;
  return uint32At(bytes, at + 12) === crc32(bytes.subarray(at, at + 12)) ? uint32At(bytes, at + 4) : undefined;
}

function uint32At({ buffer, byteOffset }: Uint8Array, at: number): number {
  return new DataView(buffer, byteOffset + at).getUint32(0, true);
}
