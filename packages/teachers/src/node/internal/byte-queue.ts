/** Bytes that come in pieces, and go in others. */
export interface ByteQueue {
  readonly length: number;
  push(chunk: Uint8Array): void;
  /** Copies the first bytes, as many as there have to be. */
  peek(count: number): Uint8Array<ArrayBuffer>;
  /** As peek, and removes them. */
  take(count: number): Uint8Array<ArrayBuffer>;
  /** The place of the first byte of a value; −1 where there is none. */
  indexOf(value: number): number;
}

/** Creates an empty queue. */
export function createByteQueue(): ByteQueue {
  const chunks: Uint8Array[] = [];
  let length = 0;

  function peek(count: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(count);
    let filled = 0;
    for (let index = 0; filled < count; index++) {
      const part = chunks[index]!.subarray(0, count - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  return {
    get length() {
      return length;
    },
    push(chunk) {
      chunks.push(chunk);
      length += chunk.length;
    },
    peek,
    take(count) {
      const taken = peek(count);
      length -= count;
      for (let left = count; left > 0; ) {
        const [first] = chunks as [Uint8Array];
        if (first.length > left) chunks[0] = first.subarray(left);
        else chunks.shift();
        left -= Math.min(left, first.length);
      }
      return taken;
    },
    indexOf(value) {
      let before = 0;
      for (const chunk of chunks) {
        const at = chunk.indexOf(value);
        if (at >= 0) return before + at;
        before += chunk.length;
      }
      return -1;
    },
  };
}
