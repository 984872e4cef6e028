import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Flushes every file and name below a folder to disk, except for one subfolder. */
export async function syncTree(folder: string, except: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === except) continue;
    if (entry.isDirectory()) await syncTree(path, "");
    else if (entry.isFile()) await sync(path, "r+");
  }
  // Windows does this by itself, and cannot open folders.
  if (process.platform !== "win32") await sync(folder, "r");
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
