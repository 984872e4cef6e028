import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { loadError } from "./load-error.ts";

/** A file that is read in parts. It is open while a part is read, and no longer. */
export interface RandomAccessFile {
  readonly path: string;
  readonly byteLength: number;
  /** Reads the bytes from `start` up to `end`, or to the end of the file. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
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
    path,
    byteLength: opened.size,
    slice: (start, end = opened.size) => withFile(path, (file) => readPart(file, start, Math.min(end, opened.size))),
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

async function readPart(file: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), start + at);
    if (bytesRead === 0) throw new RangeError("the file is cut off");
    at += bytesRead;
  }
  return bytes.buffer;
}
