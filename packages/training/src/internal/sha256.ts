interface SubtleDigest {
  digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer>;
}

/** Whether hashes can be computed here. */
export function hasWebCrypto(): boolean {
  return (globalThis as { readonly crypto?: { readonly subtle?: unknown } }).crypto?.subtle !== undefined;
}

/** The SHA-256 of some bytes; Web Crypto, so that it works in browsers too. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  const { crypto } = globalThis as unknown as { crypto: { subtle: SubtleDigest } };
  // Web Crypto refuses memory that threads share.
  const own = bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", own));
}

/** The same as 64 hexadecimal digits. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Text of plain ASCII as bytes. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
