/**
 * Checks the runs of Parquet's hybrid of run lengths and packed bits, in which it keeps levels, truths and places in a dictionary:
 * that they fit the bytes, and are no longer than the values that are wanted.
 *
 * @param width how many bits a value has
 * @param count how many values are wanted
 * @param sought a value to count
 * @returns how many of the values are the one that is sought
 * @throws RangeError for a run that is too long
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function checkRuns(view: DataView, start: number, width: number, count: number, sought = -1): number {
  if (width > 32) throw new RangeError(`values of ${width} bits`);
  let [at, found] = [start, 0];
  for (let seen = 0; seen < count; ) {
    const head = readRunHead(view, at);
    const isPacked = (head.value & 1) === 1;
    const values = isPacked ? (head.value >>> 1) * 8 : head.value >>> 1;
    // The last packed values fill up eight.
    if (values > count - seen + (isPacked ? 7 : 0)) throw new RangeError("a run that is longer than its page");
    if (sought >= 0) {
      const wanted = Math.min(values, count - seen);
      for (let index = 0; index < (isPacked ? wanted : Math.min(wanted, 1)); index++) {
        if (bitsAt(view, head.end, index * width, width) === sought) found += isPacked ? 1 : wanted;
      }
    }
    at = head.end + (isPacked ? (values * width) / 8 : (width + 7) >> 3);
    seen += values;
  }
  return found;
}

/** A value of a few bits, the lowest first; what lies outside the bytes is 0. */
function bitsAt(view: DataView, start: number, bit: number, width: number): number {
  const first = start + (bit >> 3);
  let value = 0;
  for (let index = 0; index < 5 && first + index < view.byteLength; index++) {
    value += view.getUint8(first + index) * 2 ** (8 * index);
  }
  return Math.floor(value / 2 ** (bit % 8)) % 2 ** width;
}

/** Reads the head of a run: how many values, times two, plus one for packed bits. */
export function readRunHead(view: DataView, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = view.getUint8(start + index);
    value |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { value: value >>> 0, end: start + index + 1 };
  }
  throw new RangeError("a length that is too long");
}
