import type { TaskEvent, TaskKind } from "./run-tasks.ts";

/** What a stage's task is handed beside its own input. */
export interface StageData<Input, Shared> {
  readonly input: Input;
  /** What all stages of a run are handed alike, such as the data set. */
  readonly shared: Shared;
  /** The stage's own directory. What a task that was interrupted left there is still there. */
  readonly directory: string;
  /** A place in it, not made yet, that is removed once the result is there. */
  readonly scratch: string;
  /** The stages that it needs, by their names. */
  readonly needs: Readonly<Record<string, { readonly directory: string; readonly result: never }>>;
}

/** One step of a run: a task, and the steps whose results it needs. */
export interface Stage<Shared = never> {
  /** A folder's name too. */
  readonly name: string;
  readonly needs: readonly string[];
  // Stages of one run differ in input and result; what is common to them is that both are plain data.
  readonly task: TaskKind<StageData<never, Shared>, TaskEvent, unknown>;
  /** Plain data. It decides what comes out, together with what is shared and the stages that are needed. */
  readonly input: unknown;
}
