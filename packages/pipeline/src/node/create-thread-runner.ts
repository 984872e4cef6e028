import { Worker } from "node:worker_threads";
import { assertFields, assertInteger } from "@dark-knowledge/core";
import type { Attempt, Runner, TaskRequest } from "../runner.ts";
import type { Task, TaskEvent } from "../task.ts";
import type { ThreadAnswer, ThreadRequest } from "./thread.ts";

/** Options of {@link createThreadRunner}. */
export interface ThreadRunnerOptions {
  /** The most threads, and so the most tasks at once. Threads start when they are needed. */
  readonly threads: number;
  /** The script of a thread. Default: the built `thread.js` of this package. Set it if a bundler moves that file. */
  readonly script?: URL;
}

/**
 * Creates a runner that runs each task in its own worker thread, which then serves the next one.
 *
 * Input, shared data, events and results are copied between threads; a SharedArrayBuffer inside them is not. A thread
 * whose task threw anything but an ArgumentError, or that ended by itself, is not used again, because its state is
 * unknown.
 *
 * @returns the runner; close it, or its threads keep the process alive
 * @throws ArgumentError when `threads` is not an integer above 0
 *
 * @example
 * ```ts
 * import { createThreadRunner } from "@dark-knowledge/pipeline/node";
 *
 * const runner = createThreadRunner({ threads: 2 });
 * runner.slots; // => 2
 * await runner.close();
 * ```
 */
export function createThreadRunner(options: ThreadRunnerOptions): Runner {
  assertFields("createThreadRunner", options, { script: "object?" });
  const { threads, script = THREAD_SCRIPT } = options;
  assertInteger("createThreadRunner", "threads", threads, { min: 1 });
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  let isClosed = false;

  async function attempt(
    request: ThreadRequest,
    emit: (event: TaskEvent) => void,
    signal: AbortSignal,
  ): Promise<Attempt> {
    if (isClosed || signal.aborted) return failure(new Error("the runner is closed"), true);
    const thread = idle.pop() ?? new Worker(script);
    busy.add(thread);
    const stop = () => thread.terminate();
    signal.addEventListener("abort", stop, { once: true });
    const end = await ask(thread, request, emit);
    signal.removeEventListener("abort", stop);
    busy.delete(thread);
    const isSpoilt = end.kind === "failure" && !end.isFinal;
    if (isSpoilt || isClosed || signal.aborted) await thread.terminate();
    else idle.push(thread.removeAllListeners());
    return end.kind === "failure" && (isClosed || signal.aborted) ? { ...end, isFinal: true } : end;
  }

  return {
    slots: threads,
    attempt: ({ module, id }: Task, request: TaskRequest, emit, signal) =>
      attempt({ module, id, request }, emit, signal),
    async close() {
      isClosed = true;
      await Promise.all([...idle.splice(0), ...busy].map((thread) => thread.terminate()));
    },
  };
}

// Where Node strips types, sources run as they are.
const THREAD_SCRIPT = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

function ask(thread: Worker, request: ThreadRequest, emit: (event: TaskEvent) => void): Promise<Attempt> {
  return new Promise((resolve) => {
    // An uncaught error, such as out of memory, arrives before the end of the thread.
    thread.removeAllListeners();
    thread.on("error", (error) => resolve(failure(error as Error, false)));
    thread.on("exit", (code) => resolve(failure(new Error(`its thread ended with code ${code}`), false)));
    thread.on("message", (answer: ThreadAnswer) => (answer.kind === "event" ? emit(answer.event) : resolve(answer)));
    try {
      thread.postMessage(request);
    } catch (error) {
      resolve(failure(error as Error, true));
    }
  });
}

function failure(error: Error, isFinal: boolean): Attempt {
  return { kind: "failure", error, isFinal };
}
