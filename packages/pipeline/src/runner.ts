import type { Task, TaskContext, TaskEvent } from "./task.ts";

/**
 * The context of a task, except for the means to report and to stop, which the runner provides. All of it is plain
 * data.
 */
export interface TaskRequest<Shared = unknown>
  extends Pick<TaskContext<Shared>, "needs" | "directory" | "scratch" | "shared"> {
  readonly input: unknown;
}

/** The outcome of one attempt at a task. */
export type Attempt =
  | { readonly kind: "result"; readonly result: unknown }
  /** `isFinal`: another attempt would fail in the same way, or is not wanted. */
  | { readonly kind: "failure"; readonly error: Error; readonly isFinal: boolean };

/** Runs tasks. A pipeline never asks it for more than `slots` attempts at once. */
export interface Runner {
  /** The number of tasks it runs at once. */
  readonly slots: number;
  /** Runs a task once. Never throws: errors are in the result. After an abort it returns soon. */
  attempt(task: Task, request: TaskRequest, emit: (event: TaskEvent) => void, signal: AbortSignal): Promise<Attempt>;
  /** Ends running tasks and releases the runner's resources. */
  close(): Promise<void>;
}
