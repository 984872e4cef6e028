/** Numbers as they are read: 64-bit integers become floats, which hold most of them. */
export type StoredNumbers = Float32Array | Float64Array | Int32Array;

/** A type of number in Parquet. */
export interface StoredKind {
  readonly type: string;
  /** How many bytes a number takes. */
  readonly bytes: number;
  allocate(length: number): StoredNumbers;
  /**
   * Reads numbers that lie one after another; undefined where a float does not hold one. They may lie in the view's bytes, moved a
   * little if `spent` bytes before them are of no use any more.
   */
  read(view: DataView, start: number, count: number, spent?: number): StoredNumbers | undefined;
}

/** The type of number by its name in Parquet; undefined for what is none. */
export function storedKind(type: string | undefined): StoredKind | undefined {
  return KINDS.find((kind) => kind.type === type);
}

const KINDS: readonly StoredKind[] = [
  /* @__PURE__ */ kindOf("FLOAT", Float32Array),
  /* @__PURE__ */ kindOf("DOUBLE", Float64Array),
  /* @__PURE__ */ kindOf("INT32", Int32Array),
  { type: "INT64", bytes: 8, allocate: (length) => new Float64Array(length), read: readLongIntegers },
];

function kindOf(type: string, Numbers: typeof Float32Array | typeof Float64Array | typeof Int32Array): StoredKind {
  const { BYTES_PER_ELEMENT: bytes } = Numbers;
  return {
    ...{ type, bytes },
    allocate: (length) => new Numbers(length),
    read({ buffer, byteOffset, byteLength }, start, count, spent = 0) {
      const length = count * bytes;
      assertRoom(byteLength - start, length);
      const from = byteOffset + start;
      // Elsewhere processors cannot read them. New memory would take longer than moving them.
      const past = from % bytes;
      if (past > spent) return new Numbers((buffer as ArrayBuffer).slice(from, from + length));
      if (past > 0) new Uint8Array(buffer).copyWithin(from - past, from, from + length);
      return new Numbers(buffer as ArrayBuffer, from - past, count);
    },
  };
}

/** Integers of 64 bits beyond ±2⁵³ are not all floats. */
const MOST_HIGH = 2 ** 21;

function readLongIntegers(view: DataView, start: number, count: number): Float64Array | undefined {
  assertRoom(view.byteLength - start, count * 8);
  const numbers = new Float64Array(count);
  for (let index = 0, at = start; index < count; index++, at += 8) {
    const high = view.getInt32(at + 4, true);
    if (high >= MOST_HIGH || high < -MOST_HIGH) return undefined;
    numbers[index] = high * 2 ** 32 + view.getUint32(at, true);
  }
  return numbers;
}

function assertRoom(bytes: number, needed: number): void {
  if (needed > bytes) throw new RangeError(`${needed} bytes of numbers where ${bytes} are`);
}
