/**
 * Reads whole numbers in Parquet's delta encoding, modulo 2³², from bytes that may hold anything.
 *
 * @param count how many numbers are wanted
 * @returns the numbers, and where their blocks end
 * @throws RangeError when the bytes end before the numbers do, or for blocks of no size
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function readDeltaNumbers(
  view: DataView,
  start: number,
  count: number,
): { readonly numbers: Int32Array; readonly end: number } {
  const head = deltaHead(view, start);
  const { miniBlocks, valuesPerMiniBlock } = head;
  const numbers = new Int32Array(count);
  let value = head.first;
  let done = 0;
  if (count > 0) numbers[done++] = value;
  let at = head.end;
  while (done < count) {
    const least = readVarInt(view, at);
    const widths = least.end;
    at = widths + miniBlocks;
    for (let block = 0; block < miniBlocks && done < count; block++) {
      const width = view.getUint8(widths + block);
      const end = at + (valuesPerMiniBlock * width) / 8;
      for (let index = 0; index < valuesPerMiniBlock && done < count; index++) {
        value = (value + zigZag(least.value) + bitsAt(view, at, index * width, width)) | 0;
        numbers[done++] = value;
      }
      at = end;
    }
  }
  return { numbers, end: at };
}

/**
 * Checks the head of blocks of delta-encoded numbers: sizes of 0, or that do not divide, keep readers busy without end.
 *
 * @throws RangeError for such sizes
 */
export function checkDeltaHead(view: DataView, start: number): void {
  deltaHead(view, start);
}

function deltaHead(view: DataView, start: number) {
  const blockSize = readVarInt(view, start);
  const miniBlocks = readVarInt(view, blockSize.end);
  const total = readVarInt(view, miniBlocks.end);
  const first = readVarInt(view, total.end);
  const valuesPerMiniBlock = blockSize.value / miniBlocks.value;
  // The format asks for multiples of 32.
  const isRight = valuesPerMiniBlock > 0 && valuesPerMiniBlock % 8 === 0 && miniBlocks.value <= view.byteLength;
  if (!isRight) throw new RangeError(`blocks of ${blockSize.value} numbers in ${miniBlocks.value} parts`);
  return { miniBlocks: miniBlocks.value, valuesPerMiniBlock, first: zigZag(first.value), end: first.end };
}

/** The lower 32 bits of the bits from a place on, of which all but these vanish modulo 2³². */
function bitsAt(view: DataView, start: number, bit: number, width: number): number {
  let value = 0;
  for (let index = 0; index < Math.min(width, 32); ) {
    const place = bit + index;
    const taken = Math.min(8 - (place % 8), Math.min(width, 32) - index);
    value |= ((view.getUint8(start + (place >> 3)) >>> (place % 8)) & ((1 << taken) - 1)) << index;
    index += taken;
  }
  return value;
}

function zigZag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

/** The lower 32 bits of a number of any length. */
function readVarInt(view: DataView, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = view.getUint8(start + index);
    if (index < 5) value |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { value: value >>> 0, end: start + index + 1 };
  }
  throw new RangeError("a number that is too long");
}
