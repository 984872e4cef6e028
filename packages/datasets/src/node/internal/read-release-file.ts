import { join } from "node:path";
import { readRegularFile } from "@dark-knowledge/core/node";
import type { ReleaseFile } from "./idx-release.ts";
import { unpackFile } from "./unpack-file.ts";

/**
 * Reads a release file from a directory, plain or as `.gz`; undefined where neither is there.
 *
 * @throws Error when what is there is not the published file, naming it
 */
export async function readReleaseFile(directory: string, file: ReleaseFile): Promise<Uint8Array | undefined> {
  let failure: Error | undefined;
  for (const name of [`${file.name}.gz`, file.name]) {
    const path = join(directory, name);
    const bytes = await readIfThere(path);
    if (bytes === undefined) continue;
    try {
      return await unpackFile(bytes, file);
    } catch (cause) {
      failure ??= new Error(`${path} is not the published file: ${(cause as Error).message}`, { cause });
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readRegularFile(path, Number.MAX_SAFE_INTEGER);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Error(`${path} cannot be read: ${code}`, { cause: error });
  }
}
