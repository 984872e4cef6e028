import { closeSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SoftTargetFiles } from "../../soft-targets.ts";

/** More files than this are not held open. */
const MOST_OPEN = 64;

/**
 * The files of a directory. Rows are read one after another without a promise for each: the system has them in memory
 * nearly always, and then reading takes a fraction of the time of handing it to another thread.
 */
export function directoryFiles(directory: string): SoftTargetFiles {
  const handles = new Map<string, number>();

  function handleOf(file: string): number {
    const open = handles.get(file);
    if (open !== undefined) return open;
    const handle = readable(file, () => openSync(join(directory, file), "r"));
    handles.set(file, handle);
    const [oldest] = handles.keys();
    if (handles.size > MOST_OPEN) close(oldest!);
    return handle;
  }

  function close(file: string): void {
    closeSync(handles.get(file)!);
    handles.delete(file);
  }

  function readable<Result>(file: string, action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw unreadable(join(directory, file), error);
    }
  }

  return {
    locate: (file) => join(directory, file),
    async readAll(file) {
      try {
        const buffer = await readFile(join(directory, file));
        // Small files come as views on a buffer that they share.
        return buffer.byteOffset === 0 ? new Uint8Array(buffer.buffer, 0, buffer.length) : Uint8Array.from(buffer);
      } catch (error) {
        throw unreadable(join(directory, file), error);
      }
    },
    async readRanges(file, ranges) {
      const handle = handleOf(file);
      const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
      const bytes = new Uint8Array(total);
      let offset = 0;
      return ranges.map(({ start, end }) => {
        const read = readable(file, () => readSync(handle, bytes, offset, end - start, start));
        const piece = bytes.subarray(offset, offset + read);
        offset += end - start;
        return piece;
      });
    },
    async close() {
      for (const file of [...handles.keys()]) close(file);
    },
  };
}

function unreadable(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  const cure =
    code === "ENOENT" ? "name a directory with soft targets, or restore it from a copy" : "see that it can be read";
  return new Error(`openSoftTargets: cannot read ${path} (${code}); ${cure}`, { cause: error });
}
