import { parentPort } from "node:worker_threads";
import { tryTask } from "../internal/try-task.ts";
import type { Attempt, TaskRequest } from "../runner.ts";
import type { Task, TaskContext, TaskEvent } from "../task.ts";
import { throttleSteps } from "./internal/throttle-steps.ts";

/** The request to a thread: run the task that a module exports. */
export interface ThreadRequest {
  readonly module: string;
  readonly id: string;
  readonly request: TaskRequest;
}

/** The answers of a thread: events, and finally the outcome of the attempt. */
export type ThreadAnswer = { readonly kind: "event"; readonly event: TaskEvent } | Attempt;

/** At most one step event per this many milliseconds is forwarded. */
const STEP_INTERVAL = 100;

parentPort!.on("message", async ({ module, id, request: { input, ...surroundings } }: ThreadRequest) => {
  const post = (answer: ThreadAnswer) => parentPort!.postMessage(answer);
  const steps = throttleSteps((event) => post({ kind: "event", event }), STEP_INTERVAL);
  // Cancelling ends the thread.
  const { signal } = new AbortController();
  const end = await tryTask(async () => {
    const task = findTask(await import(module), module, id);
    return task.run(input as never, { ...surroundings, emit: steps.emit, signal } as TaskContext<never>);
  }, signal);
  steps.flush();
  try {
    post(end);
  } catch (error) {
    post({ kind: "failure", error: error as Error, isFinal: true });
  }
});

function findTask(exported: object, module: string, id: string): Task {
  const task = Object.values(exported).find((value) => value?.id === id && typeof value?.run === "function");
  if (task === undefined) throw new Error(`${module} exports no task ${id}; export what defineTask returns`);
  return task;
}
