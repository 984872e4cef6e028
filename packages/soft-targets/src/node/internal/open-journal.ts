import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type OwnedDirectory, readRegularFile, writingCure } from "@dark-knowledge/core/node";
import { frameHeader, readFrames } from "./journal-frames.ts";

/** The file of answers that are in no shard yet. */
export const JOURNAL_FILE = "journal.bin";

/** An append-only file in a directory that this process alone writes to. One call at a time. */
export interface Journal {
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** Its content when it was opened, written at once or one by one. */
  readonly contents: readonly Uint8Array[];
  /** Adds parts at the end. They are on the disk when the promise resolves, all of them or, after a crash before that, none. */
  write(parts: readonly Uint8Array[]): Promise<void>;
  /** Puts parts, or nothing, in the place of all that is there. */
  replace(parts: readonly Uint8Array[]): Promise<void>;
  /** Closes the file, and removes it where nothing is in it. */
  close(): Promise<void>;
}

/** A journal that is longer is none: its answers are in memory until they are in shards. */
const MOST_BYTES = 2 ** 36;

/**
 * Opens the journal of a directory, or begins one with the first write. What a crash cut off at its end is removed.
 *
 * @throws Error when a part of it is damaged that was on the disk as a whole
 */
export async function openJournal(
  functionName: string,
  directory: string,
  owned: Pick<OwnedDirectory, "write" | "remove" | "assertHeld">,
): Promise<Journal> {
  const path = join(directory, JOURNAL_FILE);
  const bytes = await readJournal(functionName, path);
  const { contents, end, isDamaged } = readFrames(bytes ?? new Uint8Array(0));
  if (isDamaged) throw damagedJournal(functionName, path, end);
  let file: FileHandle | undefined;
  let length = end;
  if (bytes !== undefined) {
    file = await open(path, "r+");
    if (bytes.length > end) await file.truncate(end);
  }

  async function close(): Promise<void> {
    await file?.close();
    file = undefined;
  }

  /** Runs work on the file; the error of the file system comes back in one line. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      const cure = `${writingCure({ code })} and try again`;
      throw new Error(`${functionName}: cannot write ${path} (${code}); ${cure}, what was recorded before is kept`, {
        cause: error,
      });
    }
  }

  return {
    path,
    get length() {
      return length;
    },
    contents,
    write: (parts) =>
      attempt(async () => {
        await owned.assertHeld();
        if (file === undefined) {
          // Its name is on the disk before anything is in it.
          await owned.write([{ name: JOURNAL_FILE, parts: [] }]);
          file = await open(path, "r+");
        }
        const frame = [frameHeader(parts), ...parts];
        await writeAll(file, frame, length);
        await file.datasync();
        length += frame.reduce((sum, part) => sum + part.length, 0);
      }),
    replace: (parts) =>
      attempt(async () => {
        await owned.assertHeld();
        if (parts.length === 0) {
          await file?.truncate(0);
          await file?.datasync();
          length = 0;
          return;
        }
        await close();
        const frame = [frameHeader(parts), ...parts];
        await owned.write([{ name: JOURNAL_FILE, parts: frame }]);
        file = await open(path, "r+");
        length = frame.reduce((sum, part) => sum + part.length, 0);
      }),
    async close() {
      await close();
      const isOurs = length === 0 && (await isHeld(owned));
      if (isOurs) await owned.remove([JOURNAL_FILE]);
    },
  };
}

async function readJournal(functionName: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await readRegularFile(path, MOST_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`${functionName}: cannot read ${path} (${code}); see that it can be read`, { cause: error });
  }
}

/** The error for a journal of which a part in the middle is not what was written. */
function damagedJournal(functionName: string, path: string, at: number): Error {
  return new Error(
    `${functionName}: ${path} is damaged at byte ${at}; restore it from a copy, or delete it to record those answers again that are only there`,
  );
}

/** Whether the directory is still this process's own. */
function isHeld({ assertHeld }: Pick<OwnedDirectory, "assertHeld">): Promise<boolean> {
  return assertHeld().then(
    () => true,
    () => false,
  );
}

/** Writes parts one after another from a place on. */
async function writeAll(file: FileHandle, parts: readonly Uint8Array[], start: number): Promise<void> {
  let at = start;
  for (const part of parts) {
    for (let from = 0; from < part.length; ) {
      const { bytesWritten } = await file.write(part, from, part.length - from, at);
      from += bytesWritten;
      at += bytesWritten;
    }
  }
}
