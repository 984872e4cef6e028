import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ReleaseFile } from "./idx-release.ts";

const gunzipAsync = promisify(gunzip);

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The uncompressed contents of a file that came plain or as gzip, if they are the published ones.
 *
 * The digest is that of the contents: how they were compressed differs between mirrors.
 *
 * @throws Error with the reason in a few words, without the file's name
 */
export async function unpackFile(bytes: Uint8Array, { sha256, bytes: length }: ReleaseFile): Promise<Uint8Array> {
  const contents = isGzip(bytes) ? await decompress(bytes, length) : bytes;
  const digest = createHash("sha256").update(contents).digest("hex");
  if (digest === sha256) return contents;
  const lengths = contents.length === length ? "" : ` (expected ${length} bytes, got ${contents.length})`;
  throw new Error(`expected SHA-256 ${sha256}, got ${digest}${lengths}`);
}

async function decompress(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: length + 1 });
  } catch (cause) {
    throw new Error(`the gzip data cannot be decompressed (${(cause as Error).message})`, { cause });
  }
}
