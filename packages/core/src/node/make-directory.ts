import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { assertFields } from "../assert-fields.ts";
import { oneLine } from "../format.ts";
import { syncDirectory } from "./internal/sync-directory.ts";

/**
 * Creates a directory and its missing parents with the process's umask, and flushes their names to disk.
 *
 * @param functionName the exported function to name in errors
 * @throws Error that names the directory and the system's reason
 *
 * @example
 * ```ts
 * import { makeDirectory } from "@dark-knowledge/core/node";
 *
 * const problem = await makeDirectory("example", "package.json/inside").catch((error) => error.message);
 * problem; // => "example: cannot write to package.json/inside (ENOTDIR); choose another directory"
 * ```
 * @returns whether this call created it
 */
export async function makeDirectory(functionName: string, directory: string): Promise<boolean> {
  assertFields(functionName, { directory }, { directory: "text" });
  try {
    return await makeParents(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${functionName}: cannot write to ${oneLine(directory, 300)} (${code}); choose another directory`, {
      cause: error,
    });
  }
}

/**
 * Creates one folder at a time: Node's recursive mkdir never returns where a file system refuses new folders, as /proc
 * does.
 */
async function makeParents(directory: string): Promise<boolean> {
  const there = await stat(directory).catch(() => undefined);
  if (there?.isDirectory()) return false;
  if (there !== undefined) throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
  const parent = dirname(directory);
  if (parent !== directory) await makeParents(parent);
  try {
    await mkdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  await syncDirectory(parent);
  return true;
}
