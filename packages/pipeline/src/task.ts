/** A stage whose result another one needs. */
export interface NeededStage<Result = unknown> {
  /** Its folder, with the files that its task left there. Read-only. */
  readonly directory: string;
  readonly result: Result;
}

/** An event that a task emits while it runs. Only the latest `"step"` event counts: a runner may drop earlier ones. */
export interface TaskEvent {
  readonly kind: string;
}

/** The context of a running task. */
export interface TaskContext<Shared = unknown, Event extends TaskEvent = TaskEvent> {
  /** Data that all stages of a pipeline share, such as the dataset. */
  readonly shared: Shared;
  /** The stages that this one needs, by name. */
  readonly needs: Readonly<Record<string, NeededStage>>;
  /** The stage's own folder, for files that belong to the result. Empty whenever the task starts. */
  readonly directory: string;
  /**
   * A path inside it for what an interrupted task resumes from, such as checkpoints: what an earlier attempt left is
   * still there. The task creates it; it is removed once the result is stored.
   */
  readonly scratch: string;
  readonly emit: (event: Event) => void;
  /** Aborted when the pipeline is cancelled. */
  readonly signal: AbortSignal;
}

/** One kind of work, made by {@link defineTask}. */
export interface Task<Input = never, Result = unknown, Shared = never, Event extends TaskEvent = TaskEvent> {
  /** The address of the module that exports it: other threads and processes import it from there. */
  readonly module: string;
  /** Identifies the work in the keys of stages, so that its module may move. */
  readonly id: string;
  /** Also part of the keys: a new version makes finished stages run again. */
  readonly version: number;
  readonly run: (input: Input, context: TaskContext<Shared, Event>) => Promise<Result>;
}
