import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { FilePlace } from "../../file-dataset.ts";
import { loadError } from "./load-error.ts";

/** A file that is read in parts. It is open while a part is read, and no longer. */
export interface RandomAccessFile {
  readonly place: FilePlace;
  readonly byteLength: number;
  /** Reads the bytes from `start` up to `end`, or to the end of the file. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** Reads the bytes from `start` on into `target`, from `offset` up to its end. */
  readInto(target: Uint8Array, offset: number, start: number): Promise<void>;
  /** Throws when the file is not as it was when it was opened. `what` is what was to be read. */
  assertUnchanged(functionName: string, what: string): Promise<void>;
}

/** Looks at a file that is there and regular. */
export async function openRandomAccess(functionName: string, path: string): Promise<RandomAccessFile> {
  const stateOf = (use: (file: FileHandle) => Promise<State>) =>
    withFile(path, use).catch((cause): never => {
      throw loadError(functionName, `${path} cannot be read (${cause.code ?? cause.message})`, cause);
    });
  const opened = await stateOf(readState);
  return {
    place: { path, size: opened.size, mtimeMs: opened.mtimeMs },
    byteLength: opened.size,
    async slice(start, end = opened.size) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, opened.size) - start));
      await withFile(path, (file) => readPart(file, bytes, 0, start));
      return bytes.buffer;
    },
    readInto: (target, offset, start) => withFile(path, (file) => readPart(file, target, offset, start)),
    async assertUnchanged(caller, what) {
      const now = await withFile(path, readState).catch(({ code }): State => ({ size: -1, mtimeMs: -1, code }));
      if (now.size === opened.size && now.mtimeMs === opened.mtimeMs) return;
      const how = now.size < 0 ? `cannot be read any more (${now.code})` : "was changed since it was opened";
      throw loadError(caller, `${path} ${how}, at ${what}; open it again`);
    },
  };
}

interface State {
  readonly size: number;
  readonly mtimeMs: number;
  readonly code?: string;
}

async function withFile<Value>(path: string, use: (file: FileHandle) => Promise<Value>): Promise<Value> {
  // Without it, opening a pipe waits for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function readState(file: FileHandle): Promise<State> {
  const stat = await file.stat();
  if (!stat.isFile()) throw Object.assign(new Error("not a file"), { code: "not a file" });
  return { size: stat.size, mtimeMs: stat.mtimeMs };
}

/** The system's limit per call. */
const MOST_AT_ONCE = 2 ** 30;

async function readPart(file: FileHandle, target: Uint8Array, offset: number, start: number): Promise<void> {
  for (let at = offset; at < target.length; ) {
    const length = Math.min(target.length - at, MOST_AT_ONCE);
    const { bytesRead } = await file.read(target, at, length, start + at - offset);
    if (bytesRead === 0) throw new RangeError("the file is cut off");
    at += bytesRead;
  }
}
