import { open, rename } from "node:fs/promises";
import { join } from "node:path";

/** The ending of files that are being written. */
export const PART_SUFFIX = ".part";

/**
 * Writes a file so that after a crash it is there as a whole or not at all: into a hidden neighbour, which is brought to
 * the disk and then renamed.
 *
 * @param beforeRename runs when all is written; when it throws, the old file stays
 */
export async function writeDurably(
  directory: string,
  name: string,
  bytes: Uint8Array,
  beforeRename: () => Promise<void>,
): Promise<void> {
  const part = join(directory, `.${name}${PART_SUFFIX}`);
  const file = await open(part, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await beforeRename();
  await rename(part, join(directory, name));
  await syncDirectory(directory);
}

/** Brings the names in a directory to the disk, which Windows does by itself. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
