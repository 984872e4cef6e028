import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * Computes the SHA-256 of files, and of the files in directories with their names: the same for the same contents,
 * wherever the files are.
 */
export async function fingerprintFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    const names = (await stat(path)).isDirectory() ? await filesBelow(path) : [""];
    for (const name of names) hash.update(`${name}\0${await fingerprintFile(join(path, name))}\0`);
  }
  return hash.digest("hex");
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function fingerprintFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  // Without waiting for whoever writes into a pipe.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is not a file`);
    await pipeline(file.createReadStream({ autoClose: false }), hash);
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}
