import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { oneLine } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import type { SoftTargetFiles } from "../../soft-targets.ts";

/** More files than this are not held open. */
const MOST_OPEN = 64;

interface OpenFile {
  readonly handle: number;
  readonly size: number;
}

/**
 * The files of a directory. Rows are read one after another without a promise for each: the system has them in memory
 * nearly always, and then reading takes a fraction of the time of handing it to another thread.
 */
export function directoryFiles(directory: string): SoftTargetFiles {
  const opened = new Map<string, OpenFile>();

  function openedFile(file: string): OpenFile {
    const open = opened.get(file) ?? openFile(file);
    opened.set(file, open);
    const [oldest] = opened.keys();
    if (opened.size > MOST_OPEN) close(oldest!);
    return open;
  }

  function openFile(file: string): OpenFile {
    // Without the flag the opening of a pipe waits for a writer.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
    let handle: number;
    try {
      handle = openSync(join(directory, file), flags);
    } catch (error) {
      makeRoom(error);
      handle = openSync(join(directory, file), flags);
    }
    const stat = fstatSync(handle);
    if (stat.isFile()) return { handle, size: stat.size };
    closeSync(handle);
    throw Object.assign(new Error(`${file} is not a file`), { code: "not a file" });
  }

  /** Where the system lets a process open few files, those that are held open make room; any other error is thrown again. */
  function makeRoom(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if ((code !== "EMFILE" && code !== "ENFILE") || opened.size === 0) throw error;
    closeAll();
  }

  function close(file: string): void {
    closeSync(opened.get(file)!.handle);
    opened.delete(file);
  }

  function closeAll(): void {
    for (const file of [...opened.keys()]) close(file);
  }

  return {
    locate: (file) => join(directory, file),
    async readAll(file, mostBytes) {
      const path = join(directory, file);
      try {
        return await readRegularFile(path, mostBytes).catch((error) => {
          makeRoom(error);
          return readRegularFile(path, mostBytes);
        });
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    async readRanges(file, ranges) {
      try {
        const { handle, size } = openedFile(file);
        // As much as is there, whatever is asked for.
        const clipped = ranges.map(({ start, end }) => ({ start, bytes: Math.max(0, Math.min(end, size) - start) }));
        const whole = new Uint8Array(clipped.reduce((sum, { bytes }) => sum + bytes, 0));
        let offset = 0;
        return clipped.map(({ start, bytes }) => {
          const piece = whole.subarray(offset, offset + bytes);
          offset += bytes;
          return bytes === 0 ? piece : piece.subarray(0, readSync(handle, piece, 0, bytes, start));
        });
      } catch (error) {
        throw unreadable(join(directory, file), error);
      }
    },
    async close() {
      closeAll();
    },
  };
}

function unreadable(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  // What is not the system's error is about what was found.
  const isSystems = /^E[A-Z]/.test(code ?? "");
  const elsewhere = isSystems ? "make sure that it can be read" : "restore it from a copy, or record again";
  const cure = code === "ENOENT" ? "name a directory with soft targets, or restore it from a copy" : elsewhere;
  return new Error(`openSoftTargets: cannot read ${oneLine(path, 300)} (${code}); ${cure}`, { cause: error });
}
