import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory and its parents, where they are not there already.
 *
 * @param functionName the exported function that errors are to name
 * @throws Error that names the directory and the system's reason
 *
 * @example
 * ```ts
 * import { makeDirectory } from "@dark-knowledge/core/node";
 *
 * const problem = await makeDirectory("example", "package.json/inside").catch((error) => error.message);
 * problem; // => "example: cannot write to package.json/inside (ENOTDIR); choose another directory"
 * ```
 */
export async function makeDirectory(functionName: string, directory: string): Promise<void> {
  try {
    await makeParents(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${functionName}: cannot write to ${directory} (${code}); choose another directory`, {
      cause: error,
    });
  }
}

/** One folder at a time: Node's recursive mkdir never returns where a file system refuses new folders, as /proc does. */
async function makeParents(directory: string): Promise<void> {
  const there = await stat(directory).catch(() => undefined);
  if (there?.isDirectory()) return;
  if (there !== undefined) throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
  if (dirname(directory) !== directory) await makeParents(dirname(directory));
  await mkdir(directory).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}
