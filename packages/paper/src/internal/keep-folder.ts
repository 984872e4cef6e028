import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileContent, type LockOptions, openDirectory } from "@dark-knowledge/core/node";

/** Names the other files of a model, so it is the last to come and the first to go. */
const INDEX = "model.json";

/**
 * Makes a folder hold the files of another one. A process killed meanwhile leaves the old ones, the new ones, or a folder without its
 * index, never a mixture that can be loaded. A folder that holds them already is left as it is.
 */
export async function keepFolder(
  functionName: string,
  from: string,
  to: string,
  lockOptions: LockOptions = {},
): Promise<void> {
  const names = (await readdir(from)).sort((one, other) => Number(one === INDEX) - Number(other === INDEX));
  const files = await Promise.all(names.map(async (name) => ({ name, parts: [await readFile(join(from, name))] })));
  const target = await openDirectory(functionName, to, { isOwn: (name) => !name.startsWith("."), ...lockOptions });
  try {
    const others = (await target.list()).filter((name) => !names.includes(name));
    if (others.length === 0 && (await holds(to, files))) return;
    await target.remove([INDEX]);
    await target.remove(others);
    await target.write(files);
  } finally {
    await target.close();
  }
}

async function holds(folder: string, files: readonly FileContent[]): Promise<boolean> {
  for (const { name, parts } of files) {
    const there = await readFile(join(folder, name)).catch(() => undefined);
    if (there?.equals(parts[0]!) !== true) return false;
  }
  return true;
}
