import { assertFields } from "@dark-knowledge/core";
import { unpackTar } from "./internal/unpack-tar.ts";

/**
 * Reads the files of a tar archive, plain or as gzip, into memory. A small file that unpacks to more than 256 times its size, and 256 MiB, is refused.
 *
 * @returns the files by their names, with "/" between folders and without "./" before them, in the order of the archive
 * @throws Error that names the path, when it cannot be read or is no such archive
 *
 * @example
 * ```ts no-run
 * import { readTar } from "@dark-knowledge/datasets/node";
 *
 * const files = await readTar("an4_sphere.tar.gz");
 * new TextDecoder().decode(files.get("an4/etc/an4.dic"));
 * ```
 */
export async function readTar(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  assertFields("readTar", { path }, { path: "text" });
  return unpackTar("readTar", path);
}
