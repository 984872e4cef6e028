import { existsSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { type LockOptions, lockDirectory } from "./lock-directory.ts";
import { makeDirectory } from "./make-directory.ts";
import { partOf, writeDurably } from "./write-durably.ts";
import { writingCure } from "./writing-cure.ts";

/** A file to be written: its name, and what it is to hold, one part after another. */
export interface FileContent {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
}

/** A directory of which this process is the only writer, until it is closed. */
export interface OwnedDirectory {
  /**
   * Writes files one after another, each there whole or not at all after a crash. Put the one that names the others last, and
   * give the others names that are not in use: then a reader that begins with it finds everything old or everything new, at
   * every moment. When one cannot be written, those before it that are new are removed again.
   *
   * @throws Error that names the file, the system's reason and the cure
   */
  write(files: readonly FileContent[]): Promise<void>;
  /** The names of the owner's files that are there. */
  list(): Promise<string[]>;
  /** Throws when another writer took the directory away, or it was closed: before each write to a file that is held open. */
  assertHeld(): Promise<void>;
  /** Removes files; that one is not there is no error. */
  remove(names: readonly string[]): Promise<void>;
  /** Lets go of the directory, and removes it when it was made now and nothing is in it. */
  close(): Promise<void>;
}

/** Options of {@link openDirectory}. */
export interface OpenDirectoryOptions extends LockOptions {
  /** Whether the files of a name are the owner's. Others in the directory are left alone. */
  readonly isOwn: (name: string) => boolean;
}

/**
 * Takes hold of a directory to write to it: makes it with its parents where it is not there, becomes its only writer, and
 * removes the half files that a killed process left.
 *
 * Everything that is kept in a directory is written this way: models, checkpoints, soft targets. Files are written in place,
 * so the directory may be a mount point or a link, and may hold other files.
 *
 * @param functionName the exported function that errors are to name
 * @throws Error when the directory cannot be made or written to, or another writer has it
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
  { isOwn, ...lockOptions }: OpenDirectoryOptions,
): Promise<OwnedDirectory> {
  const isNew = await makeDirectory(functionName, path);
  const lock = await lockDirectory(functionName, path, lockOptions);

  async function remove(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(path, name), { force: true });
  }

  async function close(): Promise<void> {
    await lock.release();
    // What is not empty stays.
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

/** The error of the file system in one line; any other as it is. */
function unwritable(functionName: string, path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  const cure = `${writingCure({ code })} and try again`;
  return new Error(`${functionName}: cannot write ${path} (${code}); ${cure}, what was there before is kept`, {
    cause: error,
  });
}
