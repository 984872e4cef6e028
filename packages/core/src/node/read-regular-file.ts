import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { assertFields } from "../assert-fields.ts";

/**
 * Reads an untrusted file: only a regular file, not a device or a pipe that never ends, and no longer than expected.
 *
 * Its size is checked before memory is allocated, and it is read from the same open file.
 *
 * @param mostBytes the most bytes; nothing is read of a longer file
 * @returns the bytes, in their own buffer
 * @throws the file system's error; Error whose `code` says in words that it is not a file, too long, or was changed
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { readRegularFile } from "@dark-knowledge/core/node";
 *
 * const path = `${mkdtempSync(`${tmpdir()}/`)}/letters`;
 * writeFileSync(path, "abc");
 * await readRegularFile(path, 3); // => [97, 98, 99]
 * await readRegularFile(path, 2).catch((error) => error.code); // => "3 bytes, more than 2"
 * ```
 */
export async function readRegularFile(path: string, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  assertFields("readRegularFile", { path, mostBytes }, { path: "text", mostBytes: "number" });
  // Without it, opening a pipe waits for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw problem(path, "not a file");
    if (stat.size > mostBytes) throw problem(path, `${stat.size} bytes, more than ${mostBytes}`);
    const bytes = allocate(path, stat.size);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), at);
      if (bytesRead === 0) throw problem(path, "cut off while it was read");
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** The system's limit per call. */
const MOST_AT_ONCE = 2 ** 30;

function allocate(path: string, size: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch {
    throw problem(path, `${size} bytes, more than there is memory for`);
  }
}

function problem(path: string, code: string): Error {
  return Object.assign(new Error(`${path}: ${code}`), { code });
}
