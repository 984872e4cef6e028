import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readRegularFile } from "@dark-knowledge/core/node";
import { parseTar } from "nanotar";
import { mostUnpacked } from "../../internal/most-unpacked.ts";
import { findFiles } from "./find-files.ts";
import { loadError } from "./load-error.ts";
import { isGzip } from "./unpack-file.ts";

/** The WAV files of a directory or an archive. */
export interface SoundFiles {
  /** By code units, with "/" between folders. */
  readonly paths: readonly string[];
  read(path: string): Promise<Uint8Array>;
}

/**
 * Lists the WAV files of a directory, or of a tar archive, plain or as gzip.
 *
 * @throws Error that names the path, when it cannot be read or has no such files
 */
export async function openSounds(functionName: string, path: string): Promise<SoundFiles> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    (cause: NodeJS.ErrnoException) => {
      throw loadError(functionName, `${path} cannot be read (${cause.code})`, cause);
    },
  );
  if (isDirectory) {
    const { paths } = await findFiles(functionName, path, [".wav"]);
    return { paths, read: (file) => readRegularFile(join(path, file), Number.MAX_SAFE_INTEGER) };
  }
  const files = await unpack(functionName, path);
  if (files.size === 0) throw loadError(functionName, `${path} holds no .wav files`);
  return { paths: [...files.keys()].sort(), read: async (file) => files.get(file)! };
}

async function unpack(functionName: string, path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    const bytes = await readRegularFile(path, Number.MAX_SAFE_INTEGER);
    const maxOutputLength = mostUnpacked(bytes.length);
    const archive = isGzip(bytes) ? await promisify(gunzip)(bytes, { maxOutputLength }) : bytes;
    const files = parseTar(archive).filter(({ name, data }) => data !== undefined && /\.wav$/i.test(name));
    return new Map(files.map(({ name, data }) => [name, data!]));
  } catch (cause) {
    const problem = (cause as Error).message;
    throw loadError(functionName, `${path} is no tar archive that can be read (${problem})`, cause);
  }
}
