import type { Task, TaskContext, TaskEvent } from "./task.ts";

/** What a task is run with: everything but the ways to report and to stop, which a runner makes. All of it is plain data. */
export interface TaskRequest<Shared = unknown>
  extends Pick<TaskContext<Shared>, "needs" | "directory" | "scratch" | "shared"> {
  readonly input: unknown;
}

/** How one attempt at a task ended. */
export type Attempt =
  | { readonly kind: "result"; readonly result: unknown }
  /** `isFinal`: another attempt would fail in the same way, or is not wanted. */
  | { readonly kind: "failure"; readonly error: Error; readonly isFinal: boolean };

/** Runs tasks somewhere. A pipeline never asks it for more than `slots` attempts at once. */
export interface Runner {
  /** How many tasks it runs at once. */
  readonly slots: number;
  /** Runs a task once. Never throws: what went wrong is in the answer. After an abort it answers soon. */
  attempt(task: Task, request: TaskRequest, emit: (event: TaskEvent) => void, signal: AbortSignal): Promise<Attempt>;
  /** Ends what still runs, and frees what the runner holds. */
  close(): Promise<void>;
}
