import { readFileSync, renameSync } from "node:fs";
import { link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { AbortSignalLike } from "../../abort-signal-like.ts";
import { textWithBeat } from "./heartbeat.ts";
import { type LockOwner, parseOwner, stateOf } from "./lock-owner.ts";

/** Options of taking a lock. */
export interface TakeLockOptions {
  readonly takeOver: boolean;
  readonly signal: AbortSignalLike | undefined;
  readonly everyMs: number;
  /** Called before waiting for a heartbeat, with the longest wait. */
  readonly onWait: (owner: LockOwner | undefined, milliseconds: number) => void;
}

/** After this many missed heartbeats in a row, an owner that cannot be observed counts as ended. */
const MISSING_BEATS = 15;
/** The same for another thread of this process, or an owner reported as ended. */
const FEW_MISSING_BEATS = 4;

/** How often a wait checks whether to end. */
const LOOK_MS = 100;

/** Longer than any delay between two consecutive system calls. */
const SETTLING_MS = 250;

/** The owner of a lock, and whether it gave a heartbeat or is a running process that was not watched. */
export interface OtherOwner {
  readonly owner: LockOwner | undefined;
  readonly wasWatched: boolean;
}

/** Takes a lock file. Returns its owner if that is alive, undefined if the lock was taken. */
export async function takeLock(
  path: string,
  self: LockOwner,
  options: TakeLockOptions,
): Promise<OtherOwner | undefined> {
  for (;;) {
    if (await create(path, self)) break;
    const text = await readText(path);
    if (text === undefined) continue;
    const owner = parseOwner(text);
    const state = await stateOf(owner, self);
    if (state === "running" && !options.takeOver) return { owner, wasWatched: false };
    if (state !== "ended") {
      const isNear = options.takeOver || owner?.pid === self.pid;
      const found = await watch(path, text, isNear ? FEW_MISSING_BEATS : MISSING_BEATS, owner, options);
      if (found === "lives") return { owner, wasWatched: true };
      if (found === "changed") continue;
    }
    if (await replace(path, text, self)) break;
  }
  await removeDrafts(path, self);
  return undefined;
}

/**
 * Whether a lock's owner still gives heartbeats. Counted in waits of this process, so that a suspended machine does not
 * count as silence.
 */
async function watch(
  path: string,
  text: string,
  beats: number,
  owner: LockOwner | undefined,
  { signal, everyMs, onWait }: TakeLockOptions,
): Promise<"lives" | "silent" | "changed"> {
  onWait(owner, beats * everyMs);
  for (let missing = 0; missing < beats; missing++) {
    for (let left = everyMs; left > 0; left -= LOOK_MS) {
      if (signal?.aborted) throw signal.reason ?? new Error("aborted");
      await setTimeout(Math.min(left, LOOK_MS));
    }
    const now = await readText(path);
    if (now === text) continue;
    return now !== undefined && parseOwner(now)?.token === owner?.token ? "lives" : "changed";
  }
  return "silent";
}

/**
 * Replaces a lock whose owner has ended. If several processes do so at the same time, the last one gets it: each checks
 * again after a while.
 */
async function replace(path: string, text: string, self: LockOwner): Promise<boolean> {
  const draft = draftOf(path, self);
  await writeFile(draft, textWithBeat(self, 0));
  try {
    // Synchronous, so that no other process's newer lock is replaced.
    if (readFileSync(path, "utf8") !== text) return false;
    renameSync(draft, path);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await setTimeout(SETTLING_MS);
  return parseOwner((await readText(path)) ?? "")?.token === self.token;
}

/** Removes the files of processes that were killed while replacing a lock. */
async function removeDrafts(path: string, self: LockOwner): Promise<void> {
  const [directory, name] = [dirname(path), basename(path)];
  for (const other of await readdir(directory)) {
    if (other.startsWith(`${name}.`) && other !== `${name}.${self.token}`)
      await rm(join(directory, other), { force: true });
  }
}

/** Errors of file systems without hard links. */
const NO_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

/**
 * Creates a lock; false if there already is one. It gets its name when its owner is written, so that a process killed in
 * between leaves a draft, not a lock without an owner.
 */
async function create(path: string, self: LockOwner): Promise<boolean> {
  const draft = draftOf(path, self);
  const text = textWithBeat(self, 0);
  try {
    await writeFile(draft, text);
    await link(draft, path);
    return true;
  } catch (error) {
    const { code = "", syscall } = error as NodeJS.ErrnoException;
    // Another process took the lock, and may have removed the draft.
    if (syscall === "link" && (code === "EEXIST" || code === "ENOENT")) return false;
    if (syscall === "link" && NO_LINKS.has(code)) return await createFile(path, text);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Creates a file; false if it already exists. */
async function createFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // A full disk may leave an empty file, created by this call.
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") await rm(path, { force: true });
    throw error;
  }
}

function draftOf(path: string, { token }: LockOwner): string {
  return `${path}.${token}`;
}

/** Reads the text of a lock; undefined if there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
