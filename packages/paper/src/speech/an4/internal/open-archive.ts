import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readRegularFile } from "@dark-knowledge/core/node";
import { parseTar } from "nanotar";

/** The files below a directory, or in a tar archive. */
export interface Archive {
  /** Reads a file; undefined where it is not there. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** More than any such archive holds: a small file does not fill the memory. */
const MOST_BYTES = 2 ** 31;

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
      return await readRegularFile(join(path, name), MOST_BYTES);
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
  let files: ReadonlyMap<string, Uint8Array>;
  try {
    const bytes = await readRegularFile(path, MOST_BYTES);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const unpacked = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    const entries = parseTar(unpacked).filter(({ data }) => data !== undefined);
    files = new Map(entries.map(({ name, data }) => [name.replace(/^\.\//, ""), data!]));
  } catch (cause) {
    throw new Error(`${path} is no tar archive that can be read (${(cause as Error).message})`, { cause });
  }
  const marked = [...files.keys()].find((name) => name === mark || name.endsWith(`/${mark}`));
  if (marked === undefined) throw new Error(`${path} has no file ${mark}`);
  const folder = marked.slice(0, -mark.length);
  return { read: async (name) => files.get(folder + name) };
}
