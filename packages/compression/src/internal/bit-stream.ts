/** Writes numbers of few bits one after another, the lowest bit first; the last byte is filled up with zeros. */
export function packBits(numbers: ArrayLike<number>, width: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((numbers.length * width) / 8));
  let place = 0;
  for (let index = 0; index < numbers.length; index++) {
    for (let left = width, rest = numbers[index]!; left > 0; ) {
      const free = Math.min(left, 8 - (place & 7));
      bytes[place >> 3]! |= (rest & ((1 << free) - 1)) << (place & 7);
      rest >>= free;
      left -= free;
      place += free;
    }
  }
  return bytes;
}

/** Reads numbers that {@link packBits} wrote, from a bit on. */
export function readBits(bytes: Uint8Array, from: number, width: number): number {
  let [value, got] = [0, 0];
  while (got < width) {
    const place = from + got;
    const taken = Math.min(width - got, 8 - (place & 7));
    value |= ((bytes[place >> 3]! >> (place & 7)) & ((1 << taken) - 1)) << got;
    got += taken;
  }
  return value;
}
