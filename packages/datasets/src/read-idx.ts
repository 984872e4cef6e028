import { assertArray, formatShape } from "@dark-knowledge/core";

/** The typed arrays in which {@link readIdx} returns elements. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: an array of any number of axes, row-major. */
export interface IdxArray<Data extends IdxData = IdxData> {
  readonly shape: readonly number[];
  readonly data: Data;
}

interface ElementType {
  readonly bytes: 1 | 2 | 4 | 8;
  create(length: number): IdxData;
  read(view: DataView, offset: number): number;
}

/** By the third byte of the magic number. The multi-byte ones are big-endian. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  8: { bytes: 1, create: (length) => new Uint8Array(length), read: (view, offset) => view.getUint8(offset) },
  9: { bytes: 1, create: (length) => new Int8Array(length), read: (view, offset) => view.getInt8(offset) },
  11: { bytes: 2, create: (length) => new Int16Array(length), read: (view, offset) => view.getInt16(offset) },
  12: { bytes: 4, create: (length) => new Int32Array(length), read: (view, offset) => view.getInt32(offset) },
  13: { bytes: 4, create: (length) => new Float32Array(length), read: (view, offset) => view.getFloat32(offset) },
  14: { bytes: 8, create: (length) => new Float64Array(length), read: (view, offset) => view.getFloat64(offset) },
};

/** More than any file has; an axis would be a promise that no byte stands for. */
const MOST_AXES = 16;
/** An array without elements says nothing by its length about its other axes. */
const MOST_OF_NOTHING = 2 ** 16;

/**
 * Reads an IDX file, the format of the MNIST family: a magic number (two zero bytes, the element type, the number of
 * axes), the sizes of the axes as big-endian 32-bit integers, then the elements, big-endian too, row-major.
 *
 * @param bytes the whole file, not compressed
 * @returns the sizes of the axes, and the elements in a new array
 * @throws Error when the bytes are not an IDX file, or are fewer or more than the header says
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats"
 *
 * @example
 * ```ts
 * import { readIdx } from "@dark-knowledge/datasets";
 *
 * const { shape, data } = readIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9));
 * shape; // => [1, 3]
 * Array.from(data); // => [7, 8, 9]
 * ```
 */
export function readIdx(bytes: Uint8Array): IdxArray {
  assertArray("readIdx", "bytes", bytes, "Uint8Array");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { elementType, shape, dataStart } = readHeader(view);
  const length = shape.reduce((product, size) => product * size, 1);
  const widest = shape.reduce((most, size) => Math.max(most, size), 0);
  if (length === 0 && widest > MOST_OF_NOTHING) {
    throw new Error(
      `readIdx: without elements an axis may have at most ${MOST_OF_NOTHING}, got shape ${formatShape(shape)}`,
    );
  }
  const expected = dataStart + length * elementType.bytes;
  if (bytes.length !== expected) {
    const kind = bytes.length < expected ? "the file is truncated" : "the file has trailing bytes";
    throw new Error(
      `readIdx: ${kind}: shape ${formatShape(shape)} at ${elementType.bytes} ${elementType.bytes === 1 ? "byte" : "bytes"} an element takes ` +
        `${expected} bytes, got ${bytes.length}`,
    );
  }
  const data = elementType.create(length);
  if (data instanceof Uint8Array) data.set(bytes.subarray(dataStart));
  else for (let i = 0; i < length; i++) data[i] = elementType.read(view, dataStart + i * elementType.bytes);
  return { shape, data };
}

function readHeader(view: DataView): { elementType: ElementType; shape: readonly number[]; dataStart: number } {
  const magic = Array.from({ length: Math.min(4, view.byteLength) }, (_, index) => view.getUint8(index));
  if (magic.length < 4 || magic[0] !== 0 || magic[1] !== 0) {
    const hint = magic[0] === 0x1f && magic[1] === 0x8b ? " (gzip: decompress it first)" : "";
    throw new Error(
      `readIdx: the file must begin with two zero bytes, type and axes, got [${magic.map(hex).join(", ")}]${hint}`,
    );
  }
  const elementType = ELEMENT_TYPES[magic[2]!];
  if (elementType === undefined) {
    throw new Error(
      `readIdx: the element type must be one of ${Object.keys(ELEMENT_TYPES).map(hex).join(", ")}, got ${hex(magic[2]!)}`,
    );
  }
  const axes = magic[3]!;
  if (axes > MOST_AXES) throw new Error(`readIdx: the file must have at most ${MOST_AXES} axes, got ${axes}`);
  const dataStart = 4 + 4 * axes;
  if (view.byteLength < dataStart) {
    throw new Error(
      `readIdx: the file is truncated: the header of ${axes} axes takes ${dataStart} bytes, got ${view.byteLength}`,
    );
  }
  return { elementType, shape: Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis)), dataStart };
}

function hex(byte: number | string): string {
  return `0x${Number(byte).toString(16).padStart(2, "0")}`;
}
