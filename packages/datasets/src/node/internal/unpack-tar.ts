import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readRegularFile } from "@dark-knowledge/core/node";
import { parseTar } from "nanotar";
import { mostUnpacked } from "../../internal/most-unpacked.ts";
import { loadError } from "./load-error.ts";
import { isGzip } from "./unpack-file.ts";

/** `readTar` under the name of the function that errors begin with. */
export async function unpackTar(functionName: string, path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    const bytes = await readRegularFile(path, Number.MAX_SAFE_INTEGER);
    const maxOutputLength = mostUnpacked(bytes.length);
    const archive = isGzip(bytes) ? await promisify(gunzip)(bytes, { maxOutputLength }) : bytes;
    const files = parseTar(archive).filter(({ data }) => data !== undefined);
    return new Map(files.map(({ name, data }) => [name.replace(/^\.\//, ""), data!]));
  } catch (cause) {
    const problem = (cause as Error).message;
    throw loadError(functionName, `${path} is no tar archive that can be read (${problem})`, cause);
  }
}
