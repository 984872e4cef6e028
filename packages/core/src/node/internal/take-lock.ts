import { readFileSync, renameSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { textWithBeat } from "./heartbeat.ts";
import { type LockOwner, parseOwner, stateOf } from "./lock-owner.ts";

/** How a lock is taken. */
export interface TakeLockOptions {
  readonly takeOver: boolean;
  readonly signal: { readonly aborted: boolean; readonly reason?: unknown } | undefined;
  readonly everyMs: number;
  /** Called before a wait for signs of life, with how long it takes at most. */
  readonly onWait: (owner: LockOwner | undefined, milliseconds: number) => void;
}

/** Missing so many signs of life, one after another, an owner that cannot be seen from here has ended. */
const MISSING_BEATS = 15;
/** Another thread of this process, or an owner that somebody says has ended. */
const FEW_MISSING_BEATS = 4;

/** How often a wait looks whether it is to end. */
const LOOK_MS = 100;

/** Longer than two system calls that follow each other may be kept apart. */
const SETTLING_MS = 250;

/** Whose a lock is, and whether that owner gave a sign of life, or is a running process that was not watched. */
export interface OtherOwner {
  readonly owner: LockOwner | undefined;
  readonly wasWatched: boolean;
}

/** Takes a lock file; gives its owner when that lives, undefined when the lock is taken. */
export async function takeLock(
  path: string,
  self: LockOwner,
  options: TakeLockOptions,
): Promise<OtherOwner | undefined> {
  for (;;) {
    if (await createFile(path, textWithBeat(self, 0))) break;
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

/** Whether a lock's owner still gives signs of life. Counted in own waits, so that a stopped machine is not taken for silence. */
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
 * Puts a lock in the place of one whose owner has ended. Of several that do so at the same time the last one has it: each looks
 * again after a while.
 */
async function replace(path: string, text: string, self: LockOwner): Promise<boolean> {
  const draft = `${path}.${self.token}`;
  await writeFile(draft, textWithBeat(self, 0));
  try {
    // Both at once, so that nobody else's lock is replaced that has been put there since.
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

/** What processes left that were killed while they replaced a lock. */
async function removeDrafts(path: string, self: LockOwner): Promise<void> {
  const [directory, name] = [dirname(path), basename(path)];
  for (const other of await readdir(directory)) {
    if (other.startsWith(`${name}.`) && other !== `${name}.${self.token}`)
      await rm(join(directory, other), { force: true });
  }
}

/** Makes a file; false when there is one of that name. */
async function createFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // On a full disk an empty file may be there: it is this one's own.
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") await rm(path, { force: true });
    throw error;
  }
}

/** The text of a lock; undefined when there is none. */
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
