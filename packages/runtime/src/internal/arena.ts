/** Where a plan's floats lie in its memory, decided before there is any. */
export interface Arena {
  /** How many bytes are taken. */
  readonly bytes: number;
  /** Takes memory, which starts as zeros; returns where it begins. */
  reserve(bytes: number): number;
  /** Takes memory that starts with some values. */
  put(values: Float32Array | Uint8Array): number;
  /** Takes memory that operations use one after the other, and whose content none finds again; where it begins is known at the end. */
  lend(bytes: number): { readonly at: number };
  /** Writes the values that memory starts with. */
  fill(memory: ArrayBuffer): void;
}

/** A cache line. */
const ALIGNMENT = 64;

/** Before it lies the memory of the module itself. */
const START = 1024;

/** An empty arena. */
export function createArena(): Arena {
  let bytes = START;
  const contents: (readonly [at: number, bytes: Uint8Array])[] = [];
  const scratch = { at: 0, bytes: 0 };
  const reserve = (count: number) => {
    const at = bytes;
    bytes += Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  return {
    get bytes() {
      // The scratch memory comes last.
      scratch.at = bytes;
      return bytes + scratch.bytes;
    },
    reserve,
    put(values) {
      const at = reserve(values.byteLength);
      contents.push([at, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
      return at;
    },
    lend(count) {
      scratch.bytes = Math.max(scratch.bytes, count);
      return scratch;
    },
    fill(memory) {
      for (const [at, values] of contents) new Uint8Array(memory, at, values.length).set(values);
    },
  };
}
