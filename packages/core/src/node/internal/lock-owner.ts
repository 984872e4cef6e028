import { randomUUID } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";

/** The owner of a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Identifies the running system and its process namespace, where the system reveals it: a container has its own. */
  readonly machine: string | null;
  /** The start time of the process, in system ticks; distinguishes it from a later process with the same number. */
  readonly started: string | null;
  readonly thread: number;
  readonly token: string;
}

/**
 * The state of an owner as seen from here. `"unknown"` is an owner that cannot be observed: on another machine, or in
 * another thread.
 */
export type OwnerState = "ended" | "running" | "unknown";

/** This thread, with its own token. */
export async function describeSelf(): Promise<LockOwner> {
  const [machine, started] = await Promise.all([machineOf(), startOf(process.pid)]);
  return { pid: process.pid, host: hostname(), machine, started, thread: threadId, token: randomUUID() };
}

/** Parses the owner of a lock; undefined if the text is empty, truncated or not a lock. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const { pid, host, machine = null, started = null, thread = 0, token } = JSON.parse(text);
    const isOwner = Number.isInteger(pid) && typeof host === "string" && typeof token === "string";
    return isOwner ? { pid, host, machine, started, thread, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Determines the state of an owner without waiting for heartbeats. */
export async function stateOf(owner: LockOwner | undefined, self: LockOwner): Promise<OwnerState> {
  if (owner === undefined || owner.host !== self.host || owner.machine !== self.machine) return "unknown";
  if (!isRunning(owner.pid)) return "ended";
  // Process numbers are reused, in containers almost always.
  const now = await startOf(owner.pid);
  if (owner.started !== null && now !== null && owner.started !== now) return "ended";
  // A thread may have crashed while its process is still running.
  return owner.pid === self.pid ? "unknown" : "running";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Reads the start time of a process, where the system reveals it (Linux). */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The name in parentheses may contain anything; the 22nd field is the 20th after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

/** Identifies the namespace of process numbers, where the system reveals it (Linux). */
async function machineOf(): Promise<string | null> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}
