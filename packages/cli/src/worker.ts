import { parentPort } from "node:worker_threads";
import { type TaskEvent, type TaskKind, type TaskReply, tryTask } from "./run-tasks.ts";

/** What a worker thread is asked: to run a task. */
export interface WorkerRequest {
  readonly module: string;
  readonly data: unknown;
}

/** What it says: events, and at last how the task ended. */
export type WorkerMessage = { readonly kind: "event"; readonly event: TaskEvent } | TaskReply;

/** How often single steps are reported; everything else is reported always. */
const STEP_INTERVAL_MS = 100;

parentPort!.on("message", async ({ module, data }: WorkerRequest) => {
  const post = (message: WorkerMessage) => parentPort!.postMessage(message);
  let reported = -Infinity;
  const onEvent = (event: TaskEvent) => {
    const now = performance.now();
    if (event.kind === "step" && now - reported < STEP_INTERVAL_MS) return;
    if (event.kind === "step") reported = now;
    post({ kind: "event", event });
  };
  const reply = await tryTask(async () => {
    const { run }: TaskKind<unknown, TaskEvent, unknown> = await import(
      new URL(`./${module}.js`, import.meta.url).href
    );
    return run(data, onEvent);
  });
  post(reply);
});
