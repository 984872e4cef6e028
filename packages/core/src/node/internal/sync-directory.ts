import { open } from "node:fs/promises";

/** What file systems that cannot do it say, and directories that may be written to and not read. */
const CANNOT = new Set(["EINVAL", "ENOTSUP", "ENOSYS", "EACCES"]);

/** Brings the names in a directory to the disk, where that can be done; Windows does it by itself. */
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
