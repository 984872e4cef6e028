import { existsSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { assertFields } from "../assert-fields.ts";
import { type LockOptions, lockDirectory } from "./lock-directory.ts";
import { makeDirectory } from "./make-directory.ts";
import { partOf, writeDurably } from "./write-durably.ts";
import { writingCure } from "./writing-cure.ts";

/** A file to write: its name and the parts of its content. */
export interface FileContent {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
}

/** A directory whose only writer is this process, until it is closed. */
export interface OwnedDirectory {
  /**
   * Writes files one after another; after a crash each exists completely or not at all. Put the file that names the
   * others last, and give the others unused names: a reader that starts with it then always finds either all old or all
   * new files. If a file cannot be written, the new files before it are removed.
   *
   * @throws Error that names the file, the system's reason and the cure
   */
  write(files: readonly FileContent[]): Promise<void>;
  /** Returns the names of the owner's existing files. */
  list(): Promise<string[]>;
  /** Throws when another writer took the directory away, or it was closed: before each write to a file that is held open. */
  assertHeld(): Promise<void>;
  /** Removes files; a missing file is not an error. */
  remove(names: readonly string[]): Promise<void>;
  /** Releases the directory, and removes it if this call created it and it is empty. */
  close(): Promise<void>;
}

/** Options of {@link openDirectory}. */
export interface OpenDirectoryOptions extends LockOptions {
  /** Whether a file name belongs to the owner. Other files in the directory are left alone. */
  readonly isOwn: (name: string) => boolean;
}

/**
 * Opens a directory for writing: creates it with its parents if it does not exist, becomes its only writer, and removes
 * partial files left by a killed process.
 *
 * Models, checkpoints and soft targets are all written this way. Files are written in place, so the directory may be a
 * mount point or a link, and may contain other files.
 *
 * @param functionName the exported function to name in errors
 * @throws Error when the directory cannot be created or written to, or another writer has it
 *
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { openDirectory } from "@dark-knowledge/core/node";
 *
 * const path = `${mkdtempSync(`${tmpdir()}/`)}/letters`;
 * const directory = await openDirectory("example", path, { isOwn: (name) => /^(index|letter-.)$/.test(name) });
 * const file = (name: string, text: string) => ({ name, parts: [new TextEncoder().encode(text)] });
 * await directory.write([file("letter-a", "A"), file("letter-b", "B"), file("index", "a b")]);
 * await directory.write([file("letter-c", "C"), file("index", "c")]);
 * await directory.remove(["letter-a", "letter-b"]);
 * await directory.close();
 * readdirSync(path); // => ["index", "letter-c"]
 * ```
 */
export async function openDirectory(
  functionName: string,
  path: string,
  options: OpenDirectoryOptions,
): Promise<OwnedDirectory> {
  assertFields(functionName, options, { isOwn: "function" });
  const { isOwn, ...lockOptions } = options;
  const isNew = await makeDirectory(functionName, path);
  const lock = await lockDirectory(functionName, path, lockOptions);

  async function remove(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(path, name), { force: true });
  }

  async function close(): Promise<void> {
    await lock.release();
    // A directory that is not empty stays.
    if (isNew) await rmdir(path).catch(() => {});
  }

  try {
    const isHalf = (whole: string | undefined) => whole !== undefined && isOwn(whole);
    await remove((await readdir(path)).filter((name) => isHalf(partOf(name))));
  } catch (error) {
    await close();
    throw unwritable(functionName, path, error);
  }

  return {
    async write(files) {
      const fresh: string[] = [];
      for (const { name, parts } of files) {
        if (!existsSync(join(path, name))) fresh.push(name);
        try {
          await writeDurably(path, name, parts, lock.assertHeld);
        } catch (error) {
          await remove(fresh).catch(() => {});
          throw unwritable(functionName, join(path, name), error);
        }
      }
    },
    async list() {
      return (await readdir(path)).filter(isOwn);
    },
    assertHeld: lock.assertHeld,
    remove,
    close,
  };
}

/** Returns a file system's error in one line; any other error unchanged. */
function unwritable(functionName: string, path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  const cure = `${writingCure({ code })} and try again`;
  return new Error(`${functionName}: cannot write ${path} (${code}); ${cure}, what was there before is kept`, {
    cause: error,
  });
}
