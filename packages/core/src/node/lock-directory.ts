import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { writingCure } from "./writing-cure.ts";

/** The only writer of a directory, as long as it is not released. */
export interface DirectoryLock {
  /** Throws when somebody took the lock away, or it was released. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}

/** The name of the lock file. */
export const LOCK_FILE = ".writer.lock";

const TAKEOVER_WAIT_MS = 5;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the system's own count; tells it from a later one of the same number. */
  readonly started: string | null;
  readonly token: string;
}

/**
 * Makes this process the only writer of a directory, by the file `.writer.lock` in it.
 *
 * The lock of a process of this machine that has ended is taken over, also where another process has its number by now (on
 * Linux). Locks of other machines are believed.
 *
 * @param functionName the exported function that errors are to name
 * @param directory must be there
 * @throws Error that names the writer when another one is at work, also one of the same process
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
export async function lockDirectory(functionName: string, directory: string): Promise<DirectoryLock> {
  const path = join(directory, LOCK_FILE);
  const token = randomUUID();
  const owner: Owner = { pid: process.pid, host: hostname(), started: await startOf(process.pid), token };
  const own = JSON.stringify(owner);
  const draft = `${path}.${token}`;
  try {
    await writeDraft(functionName, directory, draft, own);
    while (!(await linkNew(draft, path))) {
      const other = await readText(path);
      if (other === undefined) continue;
      await assertEnded(functionName, directory, path, other);
      await removeStale(functionName, directory, { path, text: other, draft });
    }
  } finally {
    await rm(draft, { force: true });
  }
  const isHeld = async () => (await readText(path)) === own;
  return {
    async assertHeld() {
      if (await isHeld()) return;
      throw new Error(
        `${functionName}: ${path} was taken by another writer; let only one process write to ${directory}`,
      );
    },
    async release() {
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

async function writeDraft(functionName: string, directory: string, draft: string, text: string): Promise<void> {
  try {
    await writeFile(draft, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cure = writingCure({ code });
    throw new Error(`${functionName}: cannot write to ${directory} (${code}); ${cure}`, { cause: error });
  }
}

/** Gives a file a second name, at once and whole; false when the name is taken. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

interface StaleLock {
  readonly path: string;
  readonly text: string;
  /** A file that says who removes it. */
  readonly draft: string;
}

/**
 * Removes the lock of a process that has ended. Only one process does this at a time: another one, late, would remove the lock that has
 * been put there since.
 */
async function removeStale(functionName: string, directory: string, { path, text, draft }: StaleLock): Promise<void> {
  const guard = `${path}.takeover`;
  if (await linkNew(draft, guard)) {
    try {
      if ((await readText(path)) === text) await rm(path, { force: true });
    } finally {
      await rm(guard, { force: true });
    }
    return;
  }
  const taker = await readText(guard);
  if (taker !== undefined && (await hasEnded(taker))) {
    throw new Error(
      `${functionName}: ${directory} cannot be taken over from a process that ended while it did so; delete ${guard}`,
    );
  }
  await new Promise((resolve) => setTimeout(resolve, TAKEOVER_WAIT_MS));
}

/** Whether the process of a lock is of this machine and runs no more. */
async function hasEnded(text: string): Promise<boolean> {
  const owner = parseOwner(text);
  if (owner === undefined || owner.host !== hostname()) return false;
  if (!isRunning(owner.pid)) return true;
  // Numbers of processes come again, in containers nearly always.
  const now = await startOf(owner.pid);
  return owner.started !== null && now !== null && owner.started !== now;
}

async function assertEnded(functionName: string, directory: string, path: string, text: string): Promise<void> {
  if (await hasEnded(text)) return;
  const owner = parseOwner(text);
  const refused = (who: string, cure: string) =>
    new Error(`${functionName}: ${directory} is being written by ${who}; ${cure} (the lock is ${path})`);
  if (owner === undefined) throw refused("an unknown process", "delete the lock if nobody writes");
  const { pid, host } = owner;
  if (host !== hostname()) {
    throw refused(`process ${pid} on ${host}`, "wait for it, or delete the lock if it has ended");
  }
  throw refused(`process ${pid}`, "wait for it, or end it");
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(text);
    return Number.isInteger(pid) && typeof host === "string" ? ({ pid, host, started } as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process began, where the system tells (Linux). */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The name in parentheses may hold anything; the 22nd field is the 20th behind it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
