import { lstat, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { AbortSignalLike } from "../abort-signal-like.ts";
import { assertFields } from "../assert-fields.ts";
import { BEAT_MS, startBeating } from "./internal/heartbeat.ts";
import { describeSelf, type LockOwner, parseOwner } from "./internal/lock-owner.ts";
import { type OtherOwner, readText, takeLock } from "./internal/take-lock.ts";
import { writingCure } from "./writing-cure.ts";

/** The lock of a directory: its holder is the only writer until it is released. */
export interface DirectoryLock {
  /** Throws if another process took the lock, or it was released. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

/** Options of {@link lockDirectory}, and of everything that writes to a directory. */
export interface LockOptions {
  /**
   * Take the directory over from its recorded writer. A writer that gives heartbeats still causes an error. Default:
   * false.
   */
  readonly takeOver?: boolean | undefined;
  /** Receives one line before a wait of some seconds for a heartbeat of the lock's writer. */
  readonly onWait?: ((line: string) => void) | undefined;
  /** Ends such a wait: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined;
}

const LOCK_FILE = ".writer.lock";

/**
 * Makes this thread the only writer of a directory, by the file `.writer.lock` in it, which gets a heartbeat every two
 * seconds.
 *
 * The lock of an ended process of this machine is taken over at once, even if another process has its number by now (on
 * Linux). An owner that cannot be observed (in another container, on another machine or in another thread) and an
 * unreadable lock are watched: without a heartbeat for 30 seconds (8 for a thread of this process) the lock is taken
 * over.
 *
 * @param functionName the exported function to name in errors
 * @param directory an existing directory
 * @throws Error that names the writer if another one is active, including one of the same process
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { lockDirectory } from "@dark-knowledge/core/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/locked-`);
 * const lock = await lockDirectory("example", directory);
 * const problem = await lockDirectory("example", directory).catch((error) => error.message);
 * problem.startsWith(`example: ${directory} is being written by process `); // => true
 * await lock.release();
 * ```
 */
export function lockDirectory(
  functionName: string,
  directory: string,
  options: LockOptions = {},
): Promise<DirectoryLock> {
  return lockWithBeat(functionName, directory, options, BEAT_MS);
}

/** The locks of this thread. */
const held = new Set<string>();

/** {@link lockDirectory} with another interval between heartbeats, for tests. */
export async function lockWithBeat(
  functionName: string,
  directory: string,
  options: LockOptions,
  everyMs: number,
): Promise<DirectoryLock> {
  assertFields(functionName, { directory }, { directory: "text" });
  assertFields(functionName, options, { takeOver: "flag?", onWait: "function?", signal: "object?" });
  const { takeOver = false, onWait, signal } = options;
  const path = join(directory, LOCK_FILE);
  const key = resolve(path);
  const self = await describeSelf();
  const refuse = ({ owner, wasWatched }: OtherOwner): never => {
    const otherwise = wasWatched ? "" : ", or, if it no longer writes there, pass takeOver: true or delete the lock";
    throw new Error(
      `${functionName}: ${directory} is being written by ${nameOf(owner, self)}; wait for it, or end it${otherwise} (the lock is ${path})`,
    );
  };
  if (held.has(key)) refuse({ owner: self, wasWatched: true });
  held.add(key);
  try {
    const there = await lstat(path).catch(() => undefined);
    // Reading anything else might never return.
    if (there?.isFile() === false) throw new Error(`${functionName}: ${path} is not a file; delete it`);
    const other = await takeLock(path, self, {
      takeOver,
      signal,
      everyMs,
      onWait: (owner, milliseconds) =>
        onWait?.(
          `${functionName}: ${directory} may still be written by ${nameOf(owner, self)}; waiting up to ${milliseconds / 1000} s for a heartbeat`,
        ),
    });
    if (other !== undefined) refuse(other);
  } catch (error) {
    held.delete(key);
    throw unwritable(functionName, directory, error);
  }
  const stopBeating = startBeating(key, self, everyMs);
  let isReleased = false;
  const isHeld = async () => parseOwner((await readText(path)) ?? "")?.token === self.token;
  return {
    async assertHeld() {
      if (!isReleased && (await isHeld())) return;
      throw new Error(
        `${functionName}: ${path} was taken by another writer; let only one process write to ${directory}`,
      );
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      stopBeating();
      try {
        if (await isHeld()) await rm(path, { force: true });
      } finally {
        held.delete(key);
      }
    },
  };
}

function nameOf(owner: LockOwner | undefined, self: LockOwner): string {
  if (owner === undefined) return "an unknown process";
  return `process ${owner.pid}${owner.host === self.host ? "" : ` on ${owner.host}`}`;
}

function unwritable(functionName: string, directory: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  const cure = writingCure({ code });
  return new Error(`${functionName}: cannot write to ${directory} (${code}); ${cure}`, { cause: error });
}
