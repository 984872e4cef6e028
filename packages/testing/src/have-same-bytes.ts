/**
 * Vitest equality tester: typed arrays of one kind with the same bytes are equal, which `toEqual` would find out number by number, in seconds for
 * millions of them. Whether others are equal it leaves to vitest.
 */
export function haveSameBytes(one: unknown, other: unknown): true | undefined {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other) || one.constructor !== other.constructor) return undefined;
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0 || undefined;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
