/** A stage whose result another one needs. */
export interface NeededStage<Result = unknown> {
  /** Its folder, with whatever its task left there. Only to be read. */
  readonly directory: string;
  readonly result: Result;
}

/** Something that a task reports while it runs. Of events whose kind is `"step"` only the latest counts: a runner may drop others. */
export interface TaskEvent {
  readonly kind: string;
}

/** What surrounds a task while it runs. */
export interface TaskContext<Shared = unknown, Event extends TaskEvent = TaskEvent> {
  /** What all stages of a pipeline share, such as the data set. */
  readonly shared: Shared;
  /** The stages that this one needs, by name. */
  readonly needs: Readonly<Record<string, NeededStage>>;
  /** The stage's own folder. Files that an interrupted attempt left there are still there. */
  readonly directory: string;
  /** A path inside it, for checkpoints. It is not created; it is removed once the result is stored. */
  readonly scratch: string;
  readonly emit: (event: Event) => void;
  /** Aborted when the pipeline is cancelled. */
  readonly signal: AbortSignal;
}

/** One kind of work, made by {@link defineTask}. */
export interface Task<Input = never, Result = unknown, Shared = never, Event extends TaskEvent = TaskEvent> {
  /** The address of the module that exports it: other threads and processes import it from there. */
  readonly module: string;
  /** Names the work in the keys of stages, so that its module may move. */
  readonly id: string;
  /** Part of the keys too: a new version runs finished stages again. */
  readonly version: number;
  readonly run: (input: Input, context: TaskContext<Shared, Event>) => Promise<Result>;
}
