import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readRegularFile } from "@dark-knowledge/core/node";
import { readTar } from "@dark-knowledge/datasets/node";

/** The files below a directory, or in a tar archive. */
export interface Archive {
  /** Reads a file; undefined where it is not there. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/**
 * Opens a directory or a tar archive, plain or as `.gz`. Names of files begin below the folder that has the file `mark`: the one that is
 * given, or one in it.
 *
 * @throws Error that names the path, when it cannot be read, is no archive, or has no such file
 */
export async function openArchive(path: string, mark: string): Promise<Archive> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    (cause: NodeJS.ErrnoException) => {
      throw new Error(`${path} cannot be read (${cause.code})`, { cause });
    },
  );
  return isDirectory ? openDirectory(path, mark) : openTar(path, mark);
}

async function openDirectory(path: string, mark: string): Promise<Archive> {
  const read = async (name: string) => {
    try {
      return await readRegularFile(join(path, name), Number.MAX_SAFE_INTEGER);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new Error(`${join(path, name)} cannot be read (${code})`, { cause });
    }
  };
  if ((await read(mark)) === undefined) throw new Error(`${path} has no file ${mark}`);
  return { read };
}

async function openTar(path: string, mark: string): Promise<Archive> {
  const files = await readTar(path);
  const marked = [...files.keys()].find((name) => name === mark || name.endsWith(`/${mark}`));
  if (marked === undefined) throw new Error(`${path} has no file ${mark}`);
  const folder = marked.slice(0, -mark.length);
  return { read: async (name) => files.get(folder + name) };
}
