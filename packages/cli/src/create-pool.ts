import { Worker } from "node:worker_threads";
import { RETRIES, type TaskReply, type TaskRunner, withRetries } from "./run-tasks.ts";
import type { WorkerMessage, WorkerRequest } from "./worker.ts";

/** How large a pool is, and how stubborn. */
export interface PoolOptions {
  /** How many tasks run at once. */
  readonly workers: number;
  /** How often a task that crashed is tried again. */
  readonly retries?: number;
  /** The built `worker.ts`, beside the built modules of the tasks. */
  readonly script?: URL;
}

/**
 * Runs up to `workers` tasks at once, each in a thread with a tensor backend of its own. Results do not depend on how many,
 * but for the last bits where each task computes on another number of threads.
 *
 * A task crashes when its thread ends or when it throws anything but an ArgumentError. It is then tried again in a new
 * thread, and no other task notices. (A pool from the registry, tinypool, waits for ever for a thread that has exited, and
 * for the tasks behind it.)
 */
export function createPool({
  workers,
  retries = RETRIES,
  script = new URL("./worker.js", import.meta.url),
}: PoolOptions): TaskRunner {
  const threads = new Set<Worker>();
  const idle = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let isClosed = false;

  function startThread(): Worker {
    const thread = new Worker(script);
    threads.add(thread);
    // Whoever asked it something learns of its end by listeners of his own.
    thread.on("error", () => {});
    thread.once("exit", () => {
      threads.delete(thread);
      idle.delete(thread);
      waiting.shift()?.();
    });
    return thread;
  }

  async function takeThread(): Promise<Worker | undefined> {
    while (!isClosed) {
      const [thread] = idle;
      if (thread !== undefined) {
        idle.delete(thread);
        return thread;
      }
      if (threads.size < workers) return startThread();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return undefined;
  }

  async function attempt(request: WorkerRequest, onEvent: (event: never) => void): Promise<TaskReply> {
    const thread = await takeThread();
    const reply = thread === undefined ? failure("the pool is closed", true) : await ask(thread, request, onEvent);
    // What is left in a thread after a crash, nobody knows.
    if (reply.kind === "failure" && !reply.isFinal) await thread!.terminate();
    else if (thread !== undefined && threads.has(thread)) {
      idle.add(thread);
      waiting.shift()?.();
    }
    return isClosed && reply.kind === "failure" ? { ...reply, isFinal: true } : reply;
  }

  return {
    run: ({ module }, data, { onEvent, onRetry }) =>
      withRetries(() => attempt({ module, data }, onEvent), retries, onRetry) as Promise<never>,
    async close() {
      isClosed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}

function ask(thread: Worker, request: WorkerRequest, onEvent: (event: never) => void): Promise<TaskReply> {
  return new Promise((resolve) => {
    const end = (reply: TaskReply) => {
      thread.off("message", onMessage).off("error", onError).off("exit", onExit);
      resolve(reply);
    };
    const onMessage = (message: WorkerMessage) =>
      message.kind === "event" ? onEvent(message.event as never) : end(message);
    const onError = (error: unknown) => end({ kind: "failure", error, isFinal: false });
    const onExit = (code: number) => end(failure(`its thread ended with code ${code}`, false));
    thread.on("message", onMessage).once("error", onError).once("exit", onExit);
    try {
      thread.postMessage(request);
    } catch (error) {
      end({ kind: "failure", error, isFinal: true });
    }
  });
}

function failure(message: string, isFinal: boolean): TaskReply {
  return { kind: "failure", error: new Error(message), isFinal };
}
