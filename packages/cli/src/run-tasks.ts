import { ArgumentError } from "@dark-knowledge/core";

/** One kind of work: a module of this package and the function `run` that it exports. */
export interface TaskKind<Data, Event extends TaskEvent, Result> {
  /** The module's path from this folder without its extension, such as `reproduce/train-digits`. A worker thread imports it. */
  readonly module: string;
  /** Depends on nothing but its data, so that it does not matter where it runs and whether it had to be tried again. */
  readonly run: (data: Data, onEvent: (event: Event) => void, signal?: AbortSignal) => Promise<Result>;
}

/** What a task reports while it runs. Of those whose kind is `"step"` a worker thread passes on only some. */
export interface TaskEvent {
  readonly kind: string;
}

/** Who hears from a task. */
export interface TaskListeners<Event> {
  readonly onEvent: (event: Event) => void;
  /** The task crashed and begins again; `text` says so in a few words. */
  readonly onRetry?: (text: string) => void;
}

/** Runs tasks, each when its turn comes. Data, events and results are plain data, to be copied between threads. */
export interface TaskRunner {
  run<Data, Event extends TaskEvent, Result>(
    kind: TaskKind<Data, Event, Result>,
    data: Data,
    listeners: TaskListeners<Event>,
  ): Promise<Result>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}

/** How one attempt at a task ended. */
export type TaskReply =
  | { readonly kind: "result"; readonly result: unknown }
  /** `isFinal`: another attempt would fail in the same way, or is not wanted. */
  | { readonly kind: "failure"; readonly error: unknown; readonly isFinal: boolean };

/** How often a task that crashed is tried again, unless told otherwise. */
export const RETRIES = 2;

/** Runs one task after the other in this thread. */
export function createInlineRunner(signal: AbortSignal, retries: number = RETRIES): TaskRunner {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run({ run }, data, { onEvent, onRetry }) {
      const attempt = () => tryTask(() => run(data, onEvent, signal), signal);
      const result = turn.then(() => withRetries(attempt, retries, onRetry));
      turn = result.catch(() => {});
      return result as ReturnType<typeof run>;
    },
    close: async () => {},
  };
}

/** What a failure means is known only where it is thrown: an ArgumentError is no longer one in another thread. */
export async function tryTask(run: () => Promise<unknown>, signal?: AbortSignal): Promise<TaskReply> {
  try {
    return { kind: "result", result: await run() };
  } catch (error) {
    return { kind: "failure", error, isFinal: ArgumentError.is(error) || signal?.aborted === true };
  }
}

/** Repeats `attempt` until it gives a result or a final failure, or has been repeated `retries` times. */
export async function withRetries(
  attempt: () => Promise<TaskReply>,
  retries: number,
  onRetry: TaskListeners<never>["onRetry"],
): Promise<unknown> {
  for (let retry = 1; ; retry++) {
    const reply = await attempt();
    if (reply.kind === "result") return reply.result;
    if (reply.isFinal || retry > retries) throw reply.error;
    onRetry?.(`crashed (${(reply.error as Error).message}); begins again, retry ${retry} of ${retries}`);
  }
}
