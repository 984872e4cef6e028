/** The magic that ends a file, ARROW1, and the length of the footer before it. */
const TAIL_BYTES = 6 + 4;

/**
 * Finds the footer at the end of an Arrow IPC file.
 *
 * @param bytes the file, or as much of its end as the footer takes
 * @returns a view of the bytes
 * @throws RangeError when the footer is longer than the bytes
 * @see {@link readArrowFooter} for an example
 */
export function findArrowFooter(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - TAIL_BYTES;
  const length = end < 0 ? -1 : viewOf(bytes).getInt32(end, true);
  if (length < 0 || length > end) throw new RangeError("a footer that is longer than the file");
  return bytes.subarray(end - length, end);
}

/**
 * Counts the bytes between the place of a message and its metadata: its length, and before that in newer files the marker −1.
 *
 * @throws RangeError when the place lies outside of the bytes
 * @see {@link readArrowFooter} for an example
 */
export function arrowPrefixLength(bytes: Uint8Array, at: number): 4 | 8 {
  return viewOf(bytes).getInt32(at, true) === -1 ? 8 : 4;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
