import type { Dataset } from "@dark-knowledge/datasets";

interface SubtleDigest {
  digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer>;
}

/**
 * A hash of the stored examples, all of them, whatever the view: SHA-256 over their shape and the SHA-256 of their bytes. Labels
 * play no part, because a teacher never sees them.
 */
export async function fingerprintDataset({ features, exampleShape }: Dataset): Promise<string> {
  const { subtle } = (globalThis as unknown as { crypto: { subtle: SubtleDigest } }).crypto;
  const shape = Uint8Array.from(`uint8[${exampleShape.join(",")}]`, (character) => character.charCodeAt(0));
  const joined = new Uint8Array(shape.length + 32);
  joined.set(shape);
  joined.set(new Uint8Array(await subtle.digest("SHA-256", features)), shape.length);
  const digest = await subtle.digest("SHA-256", joined);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
