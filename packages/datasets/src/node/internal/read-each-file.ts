import { join } from "node:path";
import { assertFields, assertOneOf } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import { MISSING_PACKAGE } from "../../internal/import-peer.ts";
import { loadError } from "./load-error.ts";

/** Options of all functions that read a directory of files. */
export interface EachFileOptions {
  /**
   * The treatment of a file that cannot be read: an error (`"refuse"`), or it is left out and listed (`"skip"`).
   * Default: `"refuse"`.
   */
  readonly onBroken?: "refuse" | "skip";
  /** Called with the number of files read and the total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops reading when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A file that was left out. */
export interface SkippedFile {
  /** The path from the directory, with "/" between folders. */
  readonly path: string;
  readonly reason: string;
}

/** Reads files one after another. Returns the paths of those that `take` took, and the others. */
export async function readEachFile(
  functionName: string,
  directory: string,
  paths: readonly string[],
  { onBroken = "refuse", onProgress, signal }: EachFileOptions,
  take: (bytes: Uint8Array, path: string) => Promise<void>,
): Promise<{ readonly files: readonly string[]; readonly skipped: readonly SkippedFile[] }> {
  assertFields(functionName, { onProgress, signal }, { onProgress: "function?", signal: "signal?" });
  assertOneOf(functionName, "onBroken", onBroken, ["refuse", "skip"]);
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    try {
      await take(await readRegularFile(join(directory, path), Number.MAX_SAFE_INTEGER), path);
      files.push(path);
    } catch (cause) {
      if ((cause as Error).name === MISSING_PACKAGE) throw cause;
      const reason = (cause as Error).message.replace(/^\w+: /, "");
      if (onBroken === "refuse") {
        throw loadError(functionName, `${join(directory, path)}: ${reason} (onBroken: "skip" leaves it out)`, cause);
      }
      skipped.push({ path, reason });
    }
    onProgress?.(files.length + skipped.length, paths.length);
  }
  const [first] = skipped;
  if (files.length === 0 && first !== undefined) {
    throw loadError(functionName, `${directory} holds no file that can be read; ${first.path}: ${first.reason}`);
  }
  return { files, skipped };
}
