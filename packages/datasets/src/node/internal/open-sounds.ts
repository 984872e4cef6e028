import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readRegularFile } from "@dark-knowledge/core/node";
import { findFiles } from "./find-files.ts";
import { loadError } from "./load-error.ts";
import { unpackTar } from "./unpack-tar.ts";

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
  const files = await unpackTar(functionName, path);
  const paths = [...files.keys()].filter((name) => /\.wav$/i.test(name)).sort();
  if (paths.length === 0) throw loadError(functionName, `${path} holds no .wav files`);
  return { paths, read: async (file) => files.get(file)! };
}
