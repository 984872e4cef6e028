import { randomUUID } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";

/** Who has a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** The running system and the numbering of its processes, where the system tells: a container has its own. */
  readonly machine: string | null;
  /** When the process began, in the system's own count; tells it from a later one of the same number. */
  readonly started: string | null;
  readonly thread: number;
  readonly token: string;
}

/** What is known of an owner from here. `"unknown"` is one that cannot be seen: on another machine, or another thread. */
export type OwnerState = "ended" | "running" | "unknown";

/** This thread, with a token of its own. */
export async function describeSelf(): Promise<LockOwner> {
  const [machine, started] = await Promise.all([machineOf(), startOf(process.pid)]);
  return { pid: process.pid, host: hostname(), machine, started, thread: threadId, token: randomUUID() };
}

/** The owner that a lock names; undefined of one that is empty, cut off or no lock. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const { pid, host, machine = null, started = null, thread = 0, token } = JSON.parse(text);
    const isOwner = Number.isInteger(pid) && typeof host === "string" && typeof token === "string";
    return isOwner ? { pid, host, machine, started, thread, token } : undefined;
  } catch {
    return undefined;
  }
}

/** What can be said of an owner without waiting for signs of life. */
export async function stateOf(owner: LockOwner | undefined, self: LockOwner): Promise<OwnerState> {
  if (owner === undefined || owner.host !== self.host || owner.machine !== self.machine) return "unknown";
  if (!isRunning(owner.pid)) return "ended";
  // Numbers of processes come again, in containers nearly always.
  const now = await startOf(owner.pid);
  if (owner.started !== null && now !== null && owner.started !== now) return "ended";
  // A thread may have crashed while its process goes on.
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

/** When a process began, where the system tells (Linux). */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The name in parentheses may hold anything; the 22nd field is the 20th behind it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

/** What a process number means something in, where the system tells (Linux). */
async function machineOf(): Promise<string | null> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}
