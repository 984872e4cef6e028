import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that it is never visible in part: first to a hidden file, which is then renamed. When that fails, or
 * `signal` is aborted before the renaming, the neighbour is removed and an older file stays as it was.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true });
  const neighbour = join(directory, `.${basename(path)}.${randomUUID()}.part`);
  try {
    const file = await open(neighbour, "wx");
    try {
      await file.writeFile(bytes, { signal });
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await rename(neighbour, path);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw error;
  }
}
