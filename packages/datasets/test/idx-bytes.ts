/** The bytes of an IDX file: type code, sizes of the axes, and the elements as they lie in the file. */
export function idxBytes(type: number, shape: readonly number[], elements: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + elements.length);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((size, axis) => {
    bytes.set([size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255], 4 + 4 * axis);
  });
  bytes.set(elements, 4 + 4 * shape.length);
  return bytes;
}
