import { open } from "node:fs/promises";

/** Error codes of file systems that cannot sync directories, and of directories that are writable but not readable. */
const CANNOT = new Set(["EINVAL", "ENOTSUP", "ENOSYS", "EACCES"]);

/** Flushes the names in a directory to disk, where possible; Windows does it by itself. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(directory, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
